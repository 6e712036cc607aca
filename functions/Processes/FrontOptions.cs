using System.ComponentModel.DataAnnotations;

namespace ServerlessDecide.Functions.Processes;

/// <summary>What the first page shows.</summary>
internal sealed class FrontOptions
{
    /// <summary>Setting <c>FrontProcess</c>: the id of the process that the first page shows first. Empty: none comes before the others.</summary>
    [RegularExpression("^(?=.{3,30}$)[a-z][a-z0-9]*(-[a-z0-9]+)*$", ErrorMessage = "Setting 'FrontProcess' must be the id of a process, such as edomex-2021, or be empty.")]
    public string FrontProcess { get; set; } = "";
}
