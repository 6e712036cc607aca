using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using ServerlessDecide.Functions.Candidacies;
using ServerlessDecide.Functions.Comments;
using ServerlessDecide.Functions.Deliveries;
using ServerlessDecide.Functions.Downloads;
using ServerlessDecide.Functions.ElectionResults;
using ServerlessDecide.Functions.Geography;
using ServerlessDecide.Functions.Http;
using ServerlessDecide.Functions.Imports;
using ServerlessDecide.Functions.Information;
using ServerlessDecide.Functions.Moderation;
using ServerlessDecide.Functions.Processes;
using ServerlessDecide.Functions.Reactions;
using ServerlessDecide.Functions.Statistics;
using ServerlessDecide.Functions.Visitors;
using ServerlessDecide.Visitors;

namespace ServerlessDecide.Functions;

/// <summary>The JSON rules for requests and answers: camelCase, unescaped accents, no duplicate names, limited depth.</summary>
internal static class Json
{
    public static readonly ApiJson Api = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JsonText.Encoder,
        AllowDuplicateProperties = false,
    });

    /// <summary>The JSON rules for Popolo: snake_case, and null members are left out.</summary>
    public static readonly PopoloJson Popolo = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JsonText.Encoder,
    });

    /// <summary>Returns how a type is written, or null when neither context knows it.</summary>
    public static JsonTypeInfo? Find(Type type) => Api.GetTypeInfo(type) ?? Popolo.GetTypeInfo(type);
}

[JsonSerializable(typeof(HealthAnswer))]
[JsonSerializable(typeof(ProcessListAnswer))]
[JsonSerializable(typeof(ProcessRequest))]
[JsonSerializable(typeof(MendedProcessRequest))]
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
[JsonSerializable(typeof(CandidateFile))]
[JsonSerializable(typeof(CandidateAnswer))]
[JsonSerializable(typeof(BlockListAnswer))]
[JsonSerializable(typeof(ListAnswer<ProposalAnswer>))]
[JsonSerializable(typeof(ListAnswer<ResultAnswer>))]
[JsonSerializable(typeof(DataPackageAnswer))]
[JsonSerializable(typeof(DataDictionaryAnswer))]
[JsonSerializable(typeof(Challenge))]
[JsonSerializable(typeof(VisitorRequest))]
[JsonSerializable(typeof(IssuedToken))]
[JsonSerializable(typeof(EntryTicket))]
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
[JsonSerializable(typeof(ListAnswer<ListedImportAnswer>))]
[JsonSerializable(typeof(StatisticsAnswer))]
[JsonSerializable(typeof(VisitRequest))]
[JsonSerializable(typeof(ReconciliationAnswer))]
[JsonSerializable(typeof(RebuildAnswer))]
[JsonSerializable(typeof(PackagingAnswer))]
[JsonSerializable(typeof(ListAnswer<DeliveryAnswer>))]
internal sealed partial class ApiJson : JsonSerializerContext;

[JsonSerializable(typeof(PopoloAnswer))]
internal sealed partial class PopoloJson : JsonSerializerContext;
