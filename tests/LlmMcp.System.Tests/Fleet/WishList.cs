namespace LlmMcp.SystemTests.Fleet;

/// <summary>What callers ask for: every quality at several lengths, every task, every constraint, the older ways beside them.</summary>
internal sealed class WishList
{
    // Bytes of text: a quarter of them are tokens. Just inside, and just beyond, the buckets of 4,000 and 32,000 tokens.
    private const int Short = 400;
    private const int Long = 20_000;
    private const int VeryLong = 129_000;

    private const int MaxAttempts = 30;

    // Shorter than any level's own, so that a node that hangs costs seconds and not minutes.
    private const int Timeout = 8;

    private static readonly string[] Qualities = ["turbo", "economy", "standard", "premium", "ultra"];

    // The table of the product's specification, written down once more: the test must not ask the system what is right.
    private static readonly Dictionary<(string Quality, bool IsLong), string[]> Cells = new()
    {
        [("turbo", false)] = ["tiny"],
        [("turbo", true)] = ["tiny", "small"],
        [("economy", false)] = ["small", "tiny"],
        [("economy", true)] = ["small", "medium"],
        [("standard", false)] = ["medium", "small"],
        [("standard", true)] = ["medium", "large"],
        [("premium", false)] = ["large", "medium"],
        [("premium", true)] = ["large", "xl"],
        [("ultra", false)] = ["xl", "large"],
        [("ultra", true)] = ["xl"],
    };

    private static readonly string[] Names = ["llama3.2:1b", "qwen2.5:7b", "mistral:7b", "llama3.2:3b"];

    private readonly IReadOnlyList<PinnedPlace> pins;

    /// <param name="pins">Devices that stay up, with a model of theirs, for the jobs that name one.</param>
    public WishList(IReadOnlyList<PinnedPlace> pins) => this.pins = pins;

    /// <summary>The wish of that number: always the same one.</summary>
    public Wish Of(int number) => (number % 20) switch
    {
        0 => Smart(number, Quality(number), Long),
        1 => number % 60 == 1 ? BeyondAll(number) : Smart(number, Quality(number), Short),
        2 => Constrained(number, Quality(number), Short, "local_only", new { local_only = true }, CloudUse.Never),
        3 => Constrained(number, Quality(number), Short, "too dear", new { max_cost_usd = 0.000000001m }, CloudUse.Never),
        4 => Constrained(number, Quality(number), Short, "cheap enough", new { max_cost_usd = 5 }, CloudUse.InNeed),
        5 => Constrained(number, Quality(number), Short, "prefer_local", new { prefer_local = true }, CloudUse.InNeed),
        6 => number % 40 == 6 ? Constrained(number, Quality(number), Short, "force_cloud", new { force_cloud = true }, CloudUse.Always) : Max(number),
        7 => Embedding(number),
        8 => Reasoning(number),
        9 => Named(number),
        10 => Direct(number),
        11 => Pinned(number),
        12 => number % 100 == 12 ? LongLocal(number) : Smart(number, Quality(number), Short),
        13 => OlderWord(number),
        14 => DirectEmbedding(number),
        _ => Smart(number, Quality(number), Short),
    };

    /// <summary>A wish that only the largest local models may fulfil.</summary>
    public static Wish OfTheLargest(int number) => Smart(number, "ultra", Long);

    private static string Quality(int number) => Qualities[number / 20 % Qualities.Length];

    private static Wish Smart(int number, string quality, int bytes) => new($"{quality} of {bytes} bytes", "/v1/llm/request", new
    {
        task = "chat", quality, prompt = Text(number, bytes), max_tokens = 12, source = "fleet", max_attempts = MaxAttempts, timeout_seconds = Timeout,
    })
    {
        Cloud = CloudUse.InNeed, Tiers = Cells[(quality, bytes == Long)], Tokens = bytes / 4,
    };

    private static Wish Constrained(int number, string quality, int bytes, string name, object constraints, CloudUse cloud) => new($"{quality}, {name}", "/v1/llm/request", new
    {
        quality, prompt = Text(number, bytes), max_tokens = 12, source = "fleet", max_attempts = MaxAttempts, timeout_seconds = Timeout, constraints,
    })
    {
        Cloud = cloud, Tiers = cloud == CloudUse.Always ? [] : Cells[(quality, bytes == Long)], Tokens = bytes / 4,
    };

    private static Wish Max(int number) => new("max", "/v1/llm/request", new
    {
        quality = "max", messages = new[] { new { role = "user", content = Text(number, Short) } }, max_tokens = 12, max_attempts = MaxAttempts, timeout_seconds = Timeout,
    })
    {
        Cloud = CloudUse.Always, Tokens = Short / 4,
    };

    private static Wish BeyondAll(int number) => new("standard beyond 32K", "/v1/llm/request", new
    {
        quality = "standard", prompt = Text(number, VeryLong), max_tokens = 12, max_attempts = MaxAttempts, timeout_seconds = Timeout,
    })
    {
        Cloud = CloudUse.Always, Tokens = VeryLong / 4,
    };

    private static Wish LongLocal(int number) => new("local_only beyond 32K", "/v1/llm/request", new
    {
        quality = "economy", prompt = Text(number, VeryLong), max_tokens = 12, max_attempts = MaxAttempts, timeout_seconds = Timeout, constraints = new { local_only = true },
    })
    {
        Cloud = CloudUse.Never, Tiers = ["tiny", "small", "medium", "large", "xl"], Tokens = VeryLong / 4,
    };

    // OpenRouter makes no vectors, and there is no other cloud here.
    private static Wish Embedding(int number) => new("embed", "/v1/llm/request", new
    {
        task = "embed", quality = "economy", prompt = Text(number, Short), max_attempts = MaxAttempts, timeout_seconds = Timeout,
    })
    {
        Cloud = CloudUse.Never, IsEmbedding = true, Tokens = Short / 4,
    };

    private static Wish Reasoning(int number) => new("reason", "/v1/llm/request", new
    {
        task = "reason", quality = "premium", thinking = true, prompt = Text(number, Short), max_tokens = 24, max_attempts = MaxAttempts, timeout_seconds = Timeout,
    })
    {
        Cloud = CloudUse.InNeed, Tiers = Cells[("premium", false)], Tokens = Short / 4,
    };

    private static Wish OlderWord(int number) => new("older word balanced", "/v1/llm/request", new
    {
        quality = "balanced", prompt = Text(number, Short), max_tokens = 12, max_attempts = MaxAttempts, timeout_seconds = Timeout,
    })
    {
        Cloud = CloudUse.InNeed, Tiers = Cells[("standard", false)], Tokens = Short / 4,
    };

    private static Wish Named(int number) => new("classic, named model", "/v1/llm/request", new
    {
        task = "chat", provider = "ollama", model = Names[number / 20 % Names.Length], prompt = Text(number, Short), max_tokens = 12, max_attempts = MaxAttempts, timeout_seconds = Timeout,
    })
    {
        Cloud = CloudUse.Never, Model = Names[number / 20 % Names.Length], Tokens = Short / 4,
    };

    private static Wish Direct(int number) => new("kind and payload", "/v1/jobs", new
    {
        kind = "ollama.chat", max_attempts = MaxAttempts, timeout_seconds = Timeout,
        payload = new { model = Names[number / 20 % Names.Length], messages = new[] { new { role = "user", content = Text(number, Short) } }, options = new { num_predict = 12 } },
    })
    {
        Cloud = CloudUse.Never, Model = Names[number / 20 % Names.Length], Tokens = Short / 4,
    };

    private static Wish DirectEmbedding(int number) => new("embedding by kind", "/v1/jobs", new
    {
        kind = "ollama.embed", max_attempts = MaxAttempts, timeout_seconds = Timeout, payload = new { model = "nomic-embed-text", prompt = Text(number, Short) },
    })
    {
        Cloud = CloudUse.Never, IsEmbedding = true, Model = "nomic-embed-text:latest", Tokens = Short / 4,
    };

    private Wish Pinned(int number)
    {
        var pin = pins[number / 20 % pins.Count];
        return new Wish("pinned", "/v1/jobs", new
        {
            kind = "ollama.generate", max_attempts = MaxAttempts, timeout_seconds = Timeout,
            payload = new { model = pin.Model, device_id = pin.Device, prompt = Text(number, Short), options = new { num_predict = 12 } },
        })
        {
            Cloud = CloudUse.Never, Model = pin.Model, Device = pin.Device, Tokens = Short / 4,
        };
    }

    private static string Text(int number, int bytes)
    {
        var begin = JobTag.Of(number);
        return begin + new string('x', 8) + string.Concat(Enumerable.Repeat(" more of it", (bytes - begin.Length - 8) / 11));
    }
}

/// <summary>A device that stays up and a model it keeps.</summary>
internal sealed record PinnedPlace(string Device, string Model);
