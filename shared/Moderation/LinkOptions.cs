using System.ComponentModel.DataAnnotations;

namespace ServerlessDecide.Moderation;

/// <summary>To whose pages comments may link. Section <c>Links</c> of the configuration.</summary>
public sealed class LinkOptions : IValidatableObject
{
    public const string Section = "Links";

    /// <summary>
    /// Setting <c>Links:OwnDomains</c>: the domains of this installation, with commas between them: <c>decide.example.mx</c>. Links to them
    /// and to all that ends in them pass the rules, as those to authorities and electoral institutes do. Empty: those alone.
    /// </summary>
    public string OwnDomains { get; set; } = "";

    /// <summary>The sites that links may lead to.</summary>
    public OfficialSites Sites() => new(Split());

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!Split().All(OfficialSites.IsDomain))
        {
            yield return new ValidationResult(
                "Setting 'Links:OwnDomains' must be domains such as decide.example.mx, with commas between them.", [nameof(OwnDomains)]);
        }
    }

    private string[] Split() => OwnDomains.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
