using ServerlessDecide.Processes;

namespace ServerlessDecide.Publication;

/// <summary>A target that people may react to and comment on at the moment of a request.</summary>
/// <param name="Contender">The contender that the target belongs to.</param>
/// <param name="At">The moment at which it was found open; what is accepted carries it.</param>
public sealed record OpenTarget(ElectoralProcess Process, Target Target, Slug Contender, DateTimeOffset At);

/// <summary>How the search for a target ended: open, closed, or nothing found.</summary>
public abstract record TargetOutcome
{
    private TargetOutcome()
    {
    }

    /// <summary>The target is there and open.</summary>
    public sealed record Open(OpenTarget Target) : TargetOutcome;

    /// <summary>The kind is closed now, whether or not the target exists.</summary>
    /// <param name="State">When the kind opens next and closed last.</param>
    public sealed record Closed(ActivityState State) : TargetOutcome;

    /// <summary>The kind is open, but the target does not exist.</summary>
    public sealed record NotFound : TargetOutcome;
}
