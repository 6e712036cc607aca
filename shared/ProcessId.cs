namespace ServerlessDecide;

/// <summary>The id of an electoral process, <c>edomex-2021</c>.</summary>
public readonly record struct ProcessId
{
    /// <summary>What is allowed, as a sentence in English.</summary>
    public const string Rule = "3 to 30 characters: lower-case letters a-z, digits and single hyphens, beginning with a letter and not ending with a hyphen";

    /// <summary>What is allowed, as a sentence in Spanish.</summary>
    public const string RuleEs = "de 3 a 30 caracteres: letras minúsculas de la a a la z sin acentos, dígitos y guiones, nunca dos seguidos; empieza con una letra y no termina en guion";

    /// <summary>The same as a rule of a value.</summary>
    public static readonly ValueRule Shape = new(RuleEs, Rule) { Test = text => TryParse(text, out _), Pattern = "^[a-z][a-z0-9]*(-[a-z0-9]+)*$", Longest = 30 };

    /// <summary>
    /// Ids that no new process may take, because pages, languages and routes have these addresses. Stored ones still parse. Most are no ids
    /// by their shape either; they are here so that a looser shape cannot free them.
    /// </summary>
    public static IReadOnlyList<string> Reserved { get; } =
    [
        "mesa", "api", "a", "pages", "en", "maz", "ots", "nah", "mat", "ocu", "sin-conexion",
        "installation", "admin", "runtime", "entrar", "cuenta",
    ];

    private readonly string? value;

    private ProcessId(string value) => this.value = value;

    public string Value => value ?? "";

    /// <summary>The id as used in table names, which allow no hyphens.</summary>
    public string Compact => Value.Replace("-", "", StringComparison.Ordinal);

    /// <summary>Whether it is one of <see cref="Reserved"/>.</summary>
    public bool IsReserved => Reserved.Contains(Value, StringComparer.Ordinal);

    /// <summary>Returns false if the text breaks <see cref="Rule"/>.</summary>
    public static bool TryParse(string? text, out ProcessId id)
    {
        id = default;
        if (text is null || text.Length < 3 || !Slug.IsKebab(text, 30) || !char.IsAsciiLetterLower(text[0])) return false;
        id = new ProcessId(text);
        return true;
    }

    /// <exception cref="FormatException">The text breaks <see cref="Rule"/>.</exception>
    public static ProcessId Parse(string text) => TryParse(text, out var id) ? id : throw new FormatException(Rule);

    public override string ToString() => Value;
}
