namespace ServerlessDecide.Moderation;

/// <summary>
/// The id of a person who decides, as the institute names its accounts: <c>moderacion-03</c>. Never a person's name, because it stays in
/// the history of the comment and in the audit. An id has one spelling only, so that one person cannot count as two.
/// </summary>
public readonly record struct DeciderId
{
    /// <summary>What is allowed, as a sentence in English.</summary>
    public const string Rule = "an id that the institute gave, not a name: 2 to 64 characters, lower-case letters a-z, digits and single hyphens, not at either end";

    /// <summary>What is allowed, as a sentence in Spanish.</summary>
    public const string RuleEs =
        "una clave asignada por el instituto, no un nombre: de 2 a 64 caracteres, letras minúsculas de la a a la z sin acentos, dígitos y guiones, nunca dos seguidos ni al principio o al final";

    private readonly Slug slug;

    private DeciderId(Slug slug) => this.slug = slug;

    public string Value => slug.Value;

    /// <summary>Returns false if the text breaks <see cref="Rule"/>.</summary>
    public static bool TryParse(string? text, out DeciderId id)
    {
        id = default;
        if (!Slug.TryParse(text, out var slug) || slug.Value.Length < 2) return false;
        id = new DeciderId(slug);
        return true;
    }

    public override string ToString() => Value;
}
