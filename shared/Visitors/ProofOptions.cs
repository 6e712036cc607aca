using System.ComponentModel.DataAnnotations;

namespace ServerlessDecide.Visitors;

/// <summary>What a visitor's proof of work costs.</summary>
public sealed class ProofOptions
{
    /// <summary>Setting <c>ProofCost</c>: iterations of PBKDF2 for each of about 256 tries. A busy network pays up to 16 times as much.</summary>
    [Range(1, 100_000, ErrorMessage = "Setting 'ProofCost' must be a number from 1 to 100000.")]
    public int ProofCost { get; set; } = 1000;
}
