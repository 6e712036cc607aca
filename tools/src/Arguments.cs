namespace ServerlessDecide.Tools;

/// <summary>The command line cannot be understood. Exit code 2.</summary>
internal sealed class UsageException(string message) : Exception(message);

/// <summary>The tool will not do it, and says why. Exit code 1.</summary>
internal sealed class RefusedException(string message) : Exception(message);

/// <summary>A command line: words, <c>--option value</c> and <c>--flag</c>.</summary>
internal sealed class Arguments
{
    private readonly string usage;
    private readonly Dictionary<string, string> options = new(StringComparer.Ordinal);
    private readonly HashSet<string> flags = new(StringComparer.Ordinal);

    /// <exception cref="UsageException">There is an option that is not known, or one without its value.</exception>
    public Arguments(string[] args, string usage, string[] knownOptions, string[] knownFlags)
    {
        this.usage = usage;
        for (var i = 0; i < args.Length; i++)
        {
            var name = args[i];
            if (!name.StartsWith("--", StringComparison.Ordinal)) Words.Add(name);
            else if (knownFlags.Contains(name, StringComparer.Ordinal)) flags.Add(name);
            else if (!knownOptions.Contains(name, StringComparer.Ordinal)) throw Wrong($"Unknown option {name}.");
            else if (i + 1 == args.Length) throw Wrong($"{name} needs a value.");
            else options[name] = args[++i];
        }
    }

    /// <summary>What is no option.</summary>
    public List<string> Words { get; } = [];

    public bool Has(string flag) => flags.Contains(flag);

    public string? Find(string option) => options.GetValueOrDefault(option);

    /// <exception cref="UsageException">It was not given.</exception>
    public string Get(string option) => Find(option) ?? throw Wrong($"{option} is needed.");

    public UsageException Wrong(string message) => new($"{message}\n{usage}");
}
