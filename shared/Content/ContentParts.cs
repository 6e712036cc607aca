using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using ServerlessDecide.Candidacies;
using ServerlessDecide.ElectionResults;
using ServerlessDecide.Geography;
using ServerlessDecide.Information;

namespace ServerlessDecide.Content;

/// <summary>A part of the content in a snapshot: entry <c>{name}.json</c>.</summary>
internal abstract class ContentPart(string name)
{
    private static readonly ContentJson Json = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new CandidateListConverter() },
    });

    public static readonly IReadOnlyList<ContentPart> All =
    [
        new Of<Topic>("topics", () => Json.IReadOnlyListTopic, c => c.Topics, (c, items) => c with { Topics = items }),
        new Of<Term>("glossary", () => Json.IReadOnlyListTerm, c => c.Glossary, (c, items) => c with { Glossary = items }),
        new Of<Office>("offices", () => Json.IReadOnlyListOffice, c => c.Offices, (c, items) => c with { Offices = items }),
        new Of<District>("districts", () => Json.IReadOnlyListDistrict, c => c.Districts, (c, items) => c with { Districts = items }),
        new Of<Municipality>("municipalities", () => Json.IReadOnlyListMunicipality, c => c.Municipalities, (c, items) => c with { Municipalities = items }),
        new Of<Section>("sections", () => Json.IReadOnlyListSection, c => c.Sections, (c, items) => c with { Sections = items }),
        new Of<MergedSection>("merged-sections", () => Json.IReadOnlyListMergedSection, c => c.MergedSections, (c, items) => c with { MergedSections = items }),
        new Of<Boundary>("district-boundaries", () => Json.IReadOnlyListBoundary, c => c.DistrictBoundaries, (c, items) => c with { DistrictBoundaries = items }),
        new Of<Boundary>("municipality-boundaries", () => Json.IReadOnlyListBoundary, c => c.MunicipalityBoundaries, (c, items) => c with { MunicipalityBoundaries = items }),
        new Of<Contender>("contenders", () => Json.IReadOnlyListContender, c => c.Contenders, (c, items) => c with { Contenders = items }),
        new Of<Platform>("platforms", () => Json.IReadOnlyListPlatform, c => c.Platforms, (c, items) => c with { Platforms = items }),
        new Of<BlockTerritory>("blocks", () => Json.IReadOnlyListBlockTerritory, c => c.Blocks, (c, items) => c with { Blocks = items }),
        new Of<Candidate>("candidates", () => Json.IReadOnlyListCandidate, c => c.Candidates, (c, items) => c with { Candidates = items }),
        new Of<Substitution>("substitutions", () => Json.IReadOnlyListSubstitution, c => c.Substitutions, (c, items) => c with { Substitutions = items }),
        new Of<Proposal>("proposals", () => Json.IReadOnlyListProposal, c => c.Proposals, (c, items) => c with { Proposals = items }),
        new Of<TerritoryResult>("results", () => Json.IReadOnlyListTerritoryResult, c => c.Results, (c, items) => c with { Results = items }),
        new Of<ResultCorrection>("result-corrections", () => Json.IReadOnlyListResultCorrection, c => c.ResultCorrections, (c, items) => c with { ResultCorrections = items }),
        new Of<Campaign>("campaigns", () => Json.IReadOnlyListCampaign, c => c.Campaigns, (c, items) => c with { Campaigns = items }),
    ];

    public string Name { get; } = name;

    /// <summary>Writes the part, or nothing when it is empty.</summary>
    public abstract void Write(ProcessContent content, Func<Stream> open);

    /// <summary>The content with this part, which is unpacked and read on first use.</summary>
    public abstract ProcessContent With(ProcessContent content, Func<ReadOnlyMemory<byte>> unpack);

    private sealed class Of<T>(
        string name,
        // A function, so that the serializer's metadata of a type is created only when the part is used.
        Func<JsonTypeInfo<IReadOnlyList<T>>> type,
        Func<ProcessContent, IReadOnlyList<T>> get,
        Func<ProcessContent, IReadOnlyList<T>, ProcessContent> set) : ContentPart(name)
    {
        public override void Write(ProcessContent content, Func<Stream> open)
        {
            var items = get(content);
            if (items.Count == 0) return;
            using var stream = open();
            JsonSerializer.Serialize(stream, items, type());
        }

        public override ProcessContent With(ProcessContent content, Func<ReadOnlyMemory<byte>> unpack) => set(content, new LazyList<T>(() =>
        {
            try
            {
                return JsonSerializer.Deserialize(unpack().Span, type()) ?? throw new InvalidDataException($"Part {Name} of a snapshot is empty.");
            }
            catch (JsonException e)
            {
                throw new InvalidDataException($"Part {Name} of a snapshot cannot be read.", e);
            }
        }));
    }
}

[JsonSourceGenerationOptions(UseStringEnumConverter = true)]
[JsonSerializable(typeof(IReadOnlyList<Topic>))]
[JsonSerializable(typeof(IReadOnlyList<Term>))]
[JsonSerializable(typeof(IReadOnlyList<Office>))]
[JsonSerializable(typeof(IReadOnlyList<District>))]
[JsonSerializable(typeof(IReadOnlyList<Municipality>))]
[JsonSerializable(typeof(IReadOnlyList<Section>))]
[JsonSerializable(typeof(IReadOnlyList<MergedSection>))]
[JsonSerializable(typeof(IReadOnlyList<Boundary>))]
[JsonSerializable(typeof(IReadOnlyList<Contender>))]
[JsonSerializable(typeof(IReadOnlyList<Platform>))]
[JsonSerializable(typeof(IReadOnlyList<BlockTerritory>))]
[JsonSerializable(typeof(IReadOnlyList<Candidate>))]
[JsonSerializable(typeof(IReadOnlyList<Substitution>))]
[JsonSerializable(typeof(IReadOnlyList<Proposal>))]
[JsonSerializable(typeof(IReadOnlyList<TerritoryResult>))]
[JsonSerializable(typeof(IReadOnlyList<ResultCorrection>))]
[JsonSerializable(typeof(IReadOnlyList<Campaign>))]
internal sealed partial class ContentJson : JsonSerializerContext;
