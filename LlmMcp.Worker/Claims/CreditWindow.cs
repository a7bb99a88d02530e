namespace LlmMcp.Worker.Claims;

/// <summary>How many jobs a worker lets Core send. Pure arithmetic over what is out, running and held.</summary>
/// <param name="Slots">Model jobs that may run at once.</param>
/// <param name="Light">Light jobs that may be held until they are acknowledged.</param>
internal sealed record CreditWindow(int Slots, int Light)
{
    /// <summary>
    /// Results of model jobs that wait for an acknowledgement. They do not keep slots busy, but while Core does not
    /// acknowledge, no more than these pile up.
    /// </summary>
    private int MaxHeldModels => (Slots * 4) + 64;

    /// <summary>Model credit to grant now: each free slot at once.</summary>
    public int ModelGrant(int running, int held, int granted) =>
        Math.Max(0, Math.Min(Slots - running - granted, MaxHeldModels - held - granted));

    /// <summary>
    /// Light credit to grant now: in batches of at least a quarter of the window, so that Core can send large messages. Less
    /// is only withheld while enough credit is still out or about to return.
    /// </summary>
    public int LightGrant(int held, int granted)
    {
        var free = Light - held - granted;
        return free > 0 && free >= Light / 4 ? free : 0;
    }
}
