using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using ServerlessDecide.Audit;
using ServerlessDecide.Comments;
using ServerlessDecide.Deliveries;

namespace ServerlessDecide.Moderation;

/// <summary>The outcome of a decision, and the comment after it; null if there is no such comment.</summary>
public sealed record DecisionResult(DecisionOutcome Outcome, CommentVersion? Present);

/// <summary>Carries out people's decisions about comments, until packaging begins.</summary>
public sealed class PersonDecisionService(CommentStore comments, ReviewQueue reviewQueue, Packaging packaging, AuditStore audit, TimeProvider time)
{
    /// <summary>Returns the name of a version of a comment, so that people decide about the version they saw.</summary>
    public static string NameOf(CommentVersion version) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(version.ETag.ToString())).AsSpan(0, 8));

    /// <summary>
    /// Carries out a decision, or says why not. When two people decide at once, the first write wins and the second gets
    /// <see cref="DecisionOutcome.Overtaken"/>. Costs at most ten storage operations.
    /// </summary>
    /// <param name="actor">The role or account of the caller, for the audit.</param>
    /// <param name="seen">The version that the person saw, or null for any.</param>
    public async Task<DecisionResult> DecideAsync(
        ProcessId process, Receipt receipt, PersonDecision decision, string? seen, string actor, CancellationToken cancellationToken)
    {
        if (await comments.FindAsync(process, receipt, cancellationToken) is not { } read) return new(DecisionOutcome.NotFound, null);
        if (seen is not null && seen != NameOf(read)) return new(DecisionOutcome.Overtaken, read);
        return await DecideAsync(process, read, decision, actor, cancellationToken);
    }

    /// <summary>Carries out a decision about a comment just read, or says why not. Costs at most nine storage operations.</summary>
    internal async Task<DecisionResult> DecideAsync(
        ProcessId process, CommentVersion read, PersonDecision decision, string actor, CancellationToken cancellationToken)
    {
        var receipt = read.Comment.Receipt;
        var (outcome, changed) = decision.Of(read.Comment, time.GetUtcNow());
        if (changed is null) return new(outcome, read);

        // Read, announce, ask, write, in this order: packaging ends every announced decision by giving its comment a newer version.
        var announced = await reviewQueue.AnnounceAsync(process, receipt, cancellationToken);
        var begun = await packaging.HasBegunAsync(process, cancellationToken);
        var written = !begun && await WriteAsync(process, read, changed, actor, cancellationToken);
        await reviewQueue.EndAsync(process, announced, cancellationToken);
        if (begun) return new(DecisionOutcome.DeliveriesBegun, read);
        var present = await comments.FindAsync(process, receipt, cancellationToken);
        if (written) return new(outcome, present);
        return new(await packaging.HasBegunAsync(process, cancellationToken) ? DecisionOutcome.DeliveriesBegun : DecisionOutcome.Overtaken, present);
    }

    private async Task<bool> WriteAsync(ProcessId process, CommentVersion read, Comment changed, string actor, CancellationToken cancellationToken)
    {
        var step = changed.Decisions[^1];
        var detail = new AuditedDecision(changed.Receipt.ToString(), step.By!, step.From.Name(), step.To.Name(), step.Reasons);
        await audit.RecordAsync(
            process.Value,
            actor,
            "moderation." + step.Step.Name(),
            JsonSerializer.Serialize(detail, AuditedDecisionJson.Default.AuditedDecision),
            cancellationToken);
        return await reviewQueue.WriteAsync(process, read, changed, cancellationToken);
    }
}

/// <summary>What the audit keeps of a decision: neither the text nor the note.</summary>
internal sealed record AuditedDecision(string Receipt, string DecidedBy, string From, string To, IReadOnlyList<string> Reasons);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(AuditedDecision))]
internal sealed partial class AuditedDecisionJson : JsonSerializerContext;
