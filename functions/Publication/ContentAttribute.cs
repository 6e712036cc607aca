using ServerlessDecide.Functions.OpenApi;
using ServerlessDecide.Processes;
using ServerlessDecide.Statistics;

namespace ServerlessDecide.Functions.Publication;

/// <summary>Declares a function that shows content of a process: the activity that opens it, the section it counts in, and its OpenAPI texts.</summary>
/// <param name="activity">The activity that opens the content. While it is closed, <see cref="ContentEndpoint"/> refuses.</param>
/// <param name="section">The section of the tool under which the statistics count its answers.</param>
/// <param name="summary">One sentence in English.</param>
/// <param name="answer">The type of the body of the answer; null when it is not JSON.</param>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ContentAttribute(Activity activity, ToolSection section, string summary, Type? answer = null) : OperationAttribute(summary, answer)
{
    public Activity Activity { get; } = activity;

    public ToolSection Section { get; } = section;
}

/// <summary>
/// The section of the tool under which the statistics count the answers of a function that does not depend on the calendar. The requested
/// item is never counted: no term, no platform, no candidate.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class CountedAsAttribute(ToolSection section) : Attribute
{
    public ToolSection Section { get; } = section;
}
