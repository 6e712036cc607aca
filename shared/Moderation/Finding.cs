namespace ServerlessDecide.Moderation;

/// <summary>What a rule asks for when it speaks. In order of gravity.</summary>
public enum Severity
{
    /// <summary>A person should look before anything else happens.</summary>
    Hold,

    /// <summary>The sealed annex, unless a person says otherwise.</summary>
    Quarantine,
}

/// <summary>What one rule saw in a text.</summary>
/// <param name="Code">The rule's code: a promise to whoever reads reasons.</param>
/// <param name="Sign">What kind of thing of those that the rule looks for: <c>phone</c>, <c>phrase</c>, <c>mixed_scripts</c>...</param>
/// <param name="Start">Where it begins, in UTF-16 code units of the text as it was sent.</param>
/// <param name="Length">How long it is, in the same units.</param>
public sealed record Finding(string Code, Severity Severity, string Sign, int Start, int Length);

/// <summary>One thing that moderation looks for. A rule knows only the text, and says the same of the same text always.</summary>
internal interface IModerationRule
{
    /// <summary>Stable, snake_case.</summary>
    string Code { get; }

    /// <summary>What it saw, in the order of the text.</summary>
    IEnumerable<Finding> Find(TextAsRead text);
}
