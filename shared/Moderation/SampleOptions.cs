using System.ComponentModel.DataAnnotations;

namespace ServerlessDecide.Moderation;

/// <summary>How many of the comments that moderation accepts people look at.</summary>
public sealed class SampleOptions
{
    /// <summary>Setting <c>SampleShare</c>: the share of the comments of a day, from 0 for none to 1 for all.</summary>
    [Range(0.0, 1.0, ErrorMessage = "Setting 'SampleShare' must be a number from 0 to 1.")]
    public double SampleShare { get; set; } = 0.01;
}
