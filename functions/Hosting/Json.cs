using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;
using ServerlessDecide.Functions.Candidacies;
using ServerlessDecide.Functions.Deliveries;
using ServerlessDecide.Functions.ElectionResults;
using ServerlessDecide.Functions.Geography;
using ServerlessDecide.Functions.Imports;
using ServerlessDecide.Functions.Information;
using ServerlessDecide.Functions.Moderation;
using ServerlessDecide.Functions.Participation;
using ServerlessDecide.Functions.Processes;
using ServerlessDecide.Functions.Publishing;
using ServerlessDecide.Functions.Statistics;
using ServerlessDecide.Participation;

namespace ServerlessDecide.Functions.Hosting;

/// <summary>A page of a list.</summary>
/// <param name="Next">Opaque; null on the last page.</param>
internal sealed record ListAnswer<T>(IReadOnlyList<T> Items, string? Next);

/// <summary>How requests and answers are written as JSON: camelCase, real accents, no name twice, shallow.</summary>
internal static class Json
{
    /// <summary>Accents as they are; what HTML could misread is escaped, and so is what lies beyond the basic plane.</summary>
    public static readonly JavaScriptEncoder Encoder = JavaScriptEncoder.Create(UnicodeRanges.All);

    public static readonly ApiJson Api = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = Encoder,
        AllowDuplicateProperties = false,
    });

    /// <summary>In Popolo's words: snake_case, and nothing where there is nothing to say.</summary>
    public static readonly PopoloJson Popolo = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = Encoder,
    });

    /// <summary>How a type is written, or null when it never is.</summary>
    public static JsonTypeInfo? Find(Type type) => Api.GetTypeInfo(type) ?? Popolo.GetTypeInfo(type);
}

[JsonSerializable(typeof(HealthAnswer))]
[JsonSerializable(typeof(ListAnswer<ProcessAnswer>))]
[JsonSerializable(typeof(ProcessRequest))]
[JsonSerializable(typeof(CalendarRequest))]
[JsonSerializable(typeof(ListAnswer<TermAnswer>))]
[JsonSerializable(typeof(ListAnswer<OfficeAnswer>))]
[JsonSerializable(typeof(ListAnswer<DistrictAnswer>))]
[JsonSerializable(typeof(ListAnswer<MunicipalityAnswer>))]
[JsonSerializable(typeof(SectionAnswer))]
[JsonSerializable(typeof(LocationAnswer))]
[JsonSerializable(typeof(ListAnswer<ContenderAnswer>))]
[JsonSerializable(typeof(PlatformAnswer))]
[JsonSerializable(typeof(PlatformListAnswer))]
[JsonSerializable(typeof(ListAnswer<TopicAnswer>))]
[JsonSerializable(typeof(ListAnswer<ContestAnswer>))]
[JsonSerializable(typeof(ListAnswer<CandidateRow>))]
[JsonSerializable(typeof(CandidateAnswer))]
[JsonSerializable(typeof(ProposalAnswer))]
[JsonSerializable(typeof(ListAnswer<ResultAnswer>))]
[JsonSerializable(typeof(Challenge))]
[JsonSerializable(typeof(VisitorRequest))]
[JsonSerializable(typeof(IssuedToken))]
[JsonSerializable(typeof(WaitingTicket))]
[JsonSerializable(typeof(ListAnswer<QualityClassAnswer>))]
[JsonSerializable(typeof(ReactionRequest))]
[JsonSerializable(typeof(ReactionAnswer))]
[JsonSerializable(typeof(ListAnswer<OwnReactionAnswer>))]
[JsonSerializable(typeof(CommentRequest))]
[JsonSerializable(typeof(CommentReceipt))]
[JsonSerializable(typeof(CommentStateAnswer))]
[JsonSerializable(typeof(ListAnswer<ModeratedCommentAnswer>))]
[JsonSerializable(typeof(CommentHistoryAnswer))]
[JsonSerializable(typeof(DecisionRequest))]
[JsonSerializable(typeof(ListAnswer<CopyAnswer>))]
[JsonSerializable(typeof(ModerationFiguresAnswer))]
[JsonSerializable(typeof(ListAnswer<ModerationReasonAnswer>))]
[JsonSerializable(typeof(ImportReceipt))]
[JsonSerializable(typeof(ImportAnswer))]
[JsonSerializable(typeof(StatisticsAnswer))]
[JsonSerializable(typeof(VisitRequest))]
[JsonSerializable(typeof(ReconciliationAnswer))]
[JsonSerializable(typeof(RebuildAnswer))]
[JsonSerializable(typeof(PackagingAnswer))]
[JsonSerializable(typeof(ListAnswer<DeliveryAnswer>))]
internal sealed partial class ApiJson : JsonSerializerContext;

[JsonSerializable(typeof(PopoloAnswer))]
internal sealed partial class PopoloJson : JsonSerializerContext;
