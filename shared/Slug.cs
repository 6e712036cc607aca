namespace ServerlessDecide;

/// <summary>The id of a contender, a platform or a proposal: kebab-case ASCII, valid in URLs and in storage keys.</summary>
public readonly record struct Slug
{
    /// <summary>What is allowed, as a sentence in English.</summary>
    public const string Rule = "1 to 64 characters: lower-case letters a-z, digits and single hyphens, not at either end";

    /// <summary>What is allowed, as a sentence in Spanish.</summary>
    public const string RuleEs = "de 1 a 64 caracteres: letras minúsculas de la a a la z sin acentos, dígitos y guiones, nunca dos seguidos ni al principio o al final";

    /// <summary>The same as a rule of a value.</summary>
    public static readonly ValueRule Shape = new(RuleEs, Rule) { Test = text => TryParse(text, out _), Pattern = "^[a-z0-9]+(-[a-z0-9]+)*$", Longest = 64 };

    private readonly string? value;

    private Slug(string value) => this.value = value;

    public string Value => value ?? "";

    /// <summary>Returns false if the text breaks <see cref="Rule"/>.</summary>
    public static bool TryParse(string? text, out Slug slug)
    {
        slug = default;
        if (text is null || !IsKebab(text, 64)) return false;
        slug = new Slug(text);
        return true;
    }

    /// <exception cref="FormatException">The text breaks <see cref="Rule"/>.</exception>
    public static Slug Parse(string text) => TryParse(text, out var slug) ? slug : throw new FormatException(Rule);

    public override string ToString() => Value;

    internal static bool IsKebab(string text, int maxLength)
    {
        if (text.Length == 0 || text.Length > maxLength || text[0] == '-' || text[^1] == '-') return false;
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsAsciiLetterLower(text[i]) && !char.IsAsciiDigit(text[i]) && !(text[i] == '-' && text[i - 1] != '-')) return false;
        }

        return true;
    }
}
