using LlmMcp.Core.Jobs;

namespace LlmMcp.Core.Scheduling;

/// <summary>
/// Whose turn it is: round robin by client key, within a client by source, within a source by block. Remembers who was served
/// last, so that claims of one job at a time are as fair as claims of a thousand. Each Core has its own, and each is fair by
/// itself. Not thread-safe; the dispatcher owns it.
/// </summary>
internal sealed class FairTurns
{
    // Sources come and go; beyond this the memory of turns starts anew, which costs one unfair round.
    private const int Remembered = 10_000;

    private readonly Dictionary<string, string> lastSource = [];
    private readonly Dictionary<(string Client, string Source), string> lastBlock = [];
    private string lastClient = "";

    /// <summary>
    /// Offers one job after the other to the lanes in their turn, until <paramref name="enough"/> says so or no lane is left.
    /// <paramref name="grant"/> answers false when a lane can take no more; it is not asked again.
    /// </summary>
    public void Run(IEnumerable<Lane> lanes, Func<Lane, bool> grant, Func<bool> enough)
    {
        var clients = Arrange(lanes);
        while (!clients.IsEmpty && !enough())
        {
            var (client, sources) = clients.Next();
            if (!Serve(client, sources, grant))
            {
                clients.RemoveCurrent();
            }
        }

        if (lastSource.Count > Remembered || lastBlock.Count > Remembered)
        {
            lastSource.Clear();
            lastBlock.Clear();
        }
    }

    // A lane that can take nothing costs its client no turn: the next lane of the same client is asked. Otherwise a client whose
    // first lane waits for a busy device would never come to its second one.
    private bool Serve(string client, Ring<Ring<Lane>> sources, Func<Lane, bool> grant)
    {
        while (!sources.IsEmpty)
        {
            var (source, blocks) = sources.Next();
            while (!blocks.IsEmpty)
            {
                var (block, lane) = blocks.Next();
                if (grant(lane))
                {
                    (lastClient, lastSource[client], lastBlock[(client, source)]) = (client, source, block);
                    return true;
                }

                blocks.RemoveCurrent();
            }

            sources.RemoveCurrent();
        }

        return false;
    }

    private Ring<Ring<Ring<Lane>>> Arrange(IEnumerable<Lane> lanes)
    {
        var clients = new Ring<Ring<Ring<Lane>>>();
        foreach (var lane in lanes)
        {
            clients.GetOrAdd(lane.Client, static () => new()).GetOrAdd(lane.Source, static () => new()).GetOrAdd(lane.Block, () => lane);
        }

        clients.StartAfter(lastClient);
        foreach (var (client, sources) in clients.Items)
        {
            sources.StartAfter(lastSource.GetValueOrDefault(client, ""));
            foreach (var (source, blocks) in sources.Items)
            {
                blocks.StartAfter(lastBlock.GetValueOrDefault((client, source), ""));
            }
        }

        return clients;
    }
}
