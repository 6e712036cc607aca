namespace ServerlessDecide.Moderation;

/// <summary>What a rule asks for when it matches, in ascending order of gravity.</summary>
public enum Severity
{
    /// <summary>A person should look before anything else happens.</summary>
    Hold,

    /// <summary>The comment goes into the sealed annex, unless a person says otherwise.</summary>
    Quarantine,
}

/// <summary>What one rule found in a text.</summary>
/// <param name="Code">The rule's code. Readers of reasons rely on it.</param>
/// <param name="Sign">Which of the things that the rule looks for: <c>phone</c>, <c>phrase</c>, <c>mixed_scripts</c>...</param>
/// <param name="Start">Where it begins, in UTF-16 code units of the text as sent.</param>
/// <param name="Length">Its length in the same units.</param>
public sealed record RuleFinding(string Code, Severity Severity, string Sign, int Start, int Length);

/// <summary>One thing that moderation looks for. A rule sees only the text and always finds the same in the same text.</summary>
internal interface IModerationRule
{
    /// <summary>The reason code: stable, snake_case.</summary>
    string Code { get; }

    /// <summary>Returns the findings in the order of the text.</summary>
    IEnumerable<RuleFinding> Find(TextAsRead text);
}
