namespace ServerlessDecide.Moderation;

/// <summary>
/// Who decides, as the institute names its accounts: <c>moderacion-03</c>. Never a person's name: it stays in the history of the comment
/// and in the audit. One spelling only, so that nobody is two.
/// </summary>
public readonly record struct DeciderId
{
    /// <summary>What is allowed, as a sentence in English.</summary>
    public const string Rule = "an id that the institute gave, not a name: 2 to 64 characters, lower-case letters a-z, digits and single hyphens, not at either end";

    /// <summary>What is allowed, as a sentence in Spanish.</summary>
    public const string RuleEs =
        "una clave que dio el instituto, no un nombre: de 2 a 64 caracteres, letras minúsculas de la a a la z sin acentos, dígitos y guiones sencillos, no al principio ni al final";

    private readonly Slug slug;

    private DeciderId(Slug slug) => this.slug = slug;

    public string Value => slug.Value;

    /// <summary>False when the text breaks <see cref="Rule"/>.</summary>
    public static bool TryParse(string? text, out DeciderId id)
    {
        id = default;
        if (!Slug.TryParse(text, out var slug) || slug.Value.Length < 2) return false;
        id = new DeciderId(slug);
        return true;
    }

    public override string ToString() => Value;
}
