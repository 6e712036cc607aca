using System.ComponentModel.DataAnnotations;

namespace ServerlessDecide.Moderation;

/// <summary>The sites that comments may link to. Section <c>Links</c> of the configuration.</summary>
public sealed class LinkOptions : IValidatableObject
{
    public const string Section = "Links";

    /// <summary>
    /// Setting <c>Links:OwnDomains</c>: the domains of this installation, comma-separated: <c>decide.example.mx</c>. Links to them and to
    /// their subdomains pass the rules, as do links to authorities and electoral institutes. If it is empty, only the latter pass.
    /// </summary>
    public string OwnDomains { get; set; } = "";

    /// <summary>The sites that comments may link to.</summary>
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
