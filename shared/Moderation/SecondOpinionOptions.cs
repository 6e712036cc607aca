using System.ComponentModel.DataAnnotations;

namespace ServerlessDecide.Moderation;

/// <summary>The service to ask about texts that the rules accept. Section <c>SecondOpinion</c> of the configuration.</summary>
public sealed class SecondOpinionOptions : IValidatableObject
{
    public const string Section = "SecondOpinion";

    /// <summary>Setting <c>SecondOpinion:Endpoint</c>: the address of an Azure AI Content Safety resource. If it is empty, no text leaves.</summary>
    public string Endpoint { get; set; } = "";

    /// <summary>Setting <c>SecondOpinion:Budget</c>: the time for one comment, retries included.</summary>
    public TimeSpan Budget { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Setting <c>SecondOpinion:Severity</c>: from this severity on (2, 4 or 6) a comment is held.</summary>
    [AllowedValues(2, 4, 6, ErrorMessage = "Setting 'SecondOpinion:Severity' must be 2, 4 or 6.")]
    public int Severity { get; set; } = 4;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Endpoint.Length > 0 && !(Uri.TryCreate(Endpoint, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttps || address.IsLoopback)))
        {
            yield return new ValidationResult("Setting 'SecondOpinion:Endpoint' must be an https address, or empty.", [nameof(Endpoint)]);
        }

        if (Budget < TimeSpan.FromMilliseconds(100) || Budget > TimeSpan.FromSeconds(20))
        {
            yield return new ValidationResult("Setting 'SecondOpinion:Budget' must be from 00:00:00.1 to 00:00:20.", [nameof(Budget)]);
        }
    }
}
