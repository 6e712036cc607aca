using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using ServerlessDecide.Deliveries;
using ServerlessDecide.Oversight;
using ServerlessDecide.Participation;
using ServerlessDecide.Processes;

namespace ServerlessDecide.Moderation;

/// <summary>What came of a judgement, and the comment as it is now; null when there is none.</summary>
public sealed record JudgementResult(JudgementOutcome Outcome, CommentVersion? Present);

/// <summary>Carries out what people decide about comments, until packages are made.</summary>
public sealed class CommentDecisions(CommentStore comments, WorkList workList, Packaging packaging, AuditStore audit, TimeProvider time)
{
    /// <summary>Names a version of a comment, so that a person decides about what the person saw.</summary>
    public static string NameOf(CommentVersion version) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(version.ETag.ToString())).AsSpan(0, 8));

    /// <summary>
    /// Carries a judgement out, or says why not. Of two at once one is carried out, and the other is told. Ten storage operations at most.
    /// </summary>
    /// <param name="actor">The role or account that asks, for the audit.</param>
    /// <param name="seen">The version that the person saw, or null for any.</param>
    public async Task<JudgementResult> DecideAsync(
        ProcessId process, Receipt receipt, Judgement judgement, string? seen, string actor, CancellationToken cancellationToken)
    {
        if (await comments.FindAsync(process, receipt, cancellationToken) is not { } read) return new(JudgementOutcome.NotFound, null);
        if (seen is not null && seen != NameOf(read)) return new(JudgementOutcome.Overtaken, read);
        return await DecideAsync(process, read, judgement, actor, cancellationToken);
    }

    /// <summary>Carries a judgement out about a comment as it was just read, or says why not. Nine storage operations at most.</summary>
    internal async Task<JudgementResult> DecideAsync(
        ProcessId process, CommentVersion read, Judgement judgement, string actor, CancellationToken cancellationToken)
    {
        var receipt = read.Comment.Receipt;
        var (outcome, changed) = judgement.Of(read.Comment, time.GetUtcNow());
        if (changed is null) return new(outcome, read);

        // In this order: what packaging ends is every decision that was announced, about the version that was read before.
        var announced = await workList.AnnounceAsync(process, receipt, cancellationToken);
        var begun = await packaging.HasBegunAsync(process, cancellationToken);
        var written = !begun && await WriteAsync(process, read, changed, actor, cancellationToken);
        await workList.EndAsync(process, announced, cancellationToken);
        if (begun) return new(JudgementOutcome.DeliveriesBegun, read);
        var present = await comments.FindAsync(process, receipt, cancellationToken);
        if (written) return new(outcome, present);
        return new(await packaging.HasBegunAsync(process, cancellationToken) ? JudgementOutcome.DeliveriesBegun : JudgementOutcome.Overtaken, present);
    }

    private async Task<bool> WriteAsync(ProcessId process, CommentVersion read, Comment changed, string actor, CancellationToken cancellationToken)
    {
        var step = changed.Decisions[^1];
        var detail = new AuditedDecision(changed.Receipt.ToString(), step.By!, step.From.Name(), step.To.Name(), step.Reasons);
        await audit.RecordAsync(
            process.Value,
            actor,
            "moderation." + JsonNamingPolicy.SnakeCaseLower.ConvertName(step.Step.ToString()),
            JsonSerializer.Serialize(detail, AuditedDecisionJson.Default.AuditedDecision),
            cancellationToken);
        return await workList.WriteAsync(process, read, changed, cancellationToken);
    }
}

/// <summary>What the audit says of a decision: never the text, nor the note.</summary>
internal sealed record AuditedDecision(string Receipt, string DecidedBy, string From, string To, IReadOnlyList<string> Reasons);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(AuditedDecision))]
internal sealed partial class AuditedDecisionJson : JsonSerializerContext;
