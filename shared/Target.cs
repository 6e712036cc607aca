namespace ServerlessDecide;

/// <summary>One thing that people can react to and comment on, such as a platform.</summary>
/// <param name="Kind">The name of its kind, as <c>TargetKind</c> in <c>Publication</c> declares it: <c>platform</c>.</param>
public readonly record struct Target(string Kind, Slug Id)
{
    /// <summary>Returns the form used in keys and files: <c>platform.agua-para-todos</c>. A slug has no dot, so parsing is unambiguous.</summary>
    public override string ToString() => $"{Kind}.{Id.Value}";

    /// <summary>Parses what <see cref="ToString"/> returns. Checks the form only, not whether the kind exists.</summary>
    public static bool TryParse(string text, out Target target)
    {
        target = default;
        var dot = text.IndexOf('.', StringComparison.Ordinal);
        if (dot < 1 || text.AsSpan(0, dot).ContainsAnyExceptInRange('a', 'z') || !Slug.TryParse(text[(dot + 1)..], out var id)) return false;
        target = new Target(text[..dot], id);
        return true;
    }
}
