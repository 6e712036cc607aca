using System.Globalization;
using ServerlessDecide.Candidacies;
using ServerlessDecide.Content;
using ServerlessDecide.Geography;
using ServerlessDecide.Publication;

namespace ServerlessDecide.Imports;

/// <summary>The competitiveness blocks: in which one each contender has each territory, and who heads its candidacy there.</summary>
internal sealed class BlocksDataset : IDataset
{
    private static readonly Column Contender = new("contender", new(
        string.Create(CultureInfo.InvariantCulture, $"un actor político de la lista; su id no debe tener más de {Block.MaxContender} caracteres, porque forma parte del id de sus bloques"),
        string.Create(CultureInfo.InvariantCulture, $"a contender of the list; its id must have {Block.MaxContender} characters at most, because it is a part of the ids of its blocks")));

    private static readonly Column Scope = new("scope", CellRule.OneOf<ContestScope>());
    private static readonly Column Territory = new("territory", new(
        "el número de un distrito si scope es legislature, la clave de un municipio si es council",
        "the number of a district where scope is legislature, the code of a municipality where it is council"))
    {
        Digits = Municipality.CodeDigits,
        LeastDigits = Municipality.CodeDigits - 1,
    };

    private static readonly Column Level = new("block", CellRule.OneOf<BlockLevel>());
    private static readonly Column Gender = new("gender", CellRule.OneOf<BlockGender>() with
    {
        Es = "f si encabeza una mujer, m si un hombre, x si una persona no binaria; vacío si nadie encabeza",
        En = "f where a woman is at the head, m for a man, x for a nonbinary person; empty where nobody is",
    });

    public string Name => "blocks";

    public ImportFormat Format => ImportFormat.Table;

    public IReadOnlyList<Column> Columns { get; } = [Contender, Scope, Territory, Level, Gender];

    public ProcessContent Apply(ImportContext context, IReadOnlyList<ImportRow> rows, ImportErrors errors)
    {
        var current = context.Current;
        var known = new Known(current);
        var blocks = DatasetItems.Read(rows, Territory, errors, (r, _) => Read(r, known, errors), t => t.Key);
        if (context.InUse.Contains(TargetKind.Block))
        {
            DatasetItems.KeepOwners(Block.Of(current.Blocks), Block.Of(blocks), b => b.Id, b => b.Contender, Level, errors);
        }

        return current with
        {
            Blocks =
            [
                .. blocks.OrderBy(t => known.Contenders.GetValueOrDefault(t.Contender))
                    .ThenBy(t => t.Scope)
                    .ThenBy(t => t.Territory.Length)
                    .ThenBy(t => t.Territory, StringComparer.Ordinal),
            ],
        };
    }

    public ImportChanges Compare(ProcessContent before, ProcessContent after) =>
        DatasetItems.Compare(before.Blocks, after.Blocks, t => t.Key, ContentJson.Default.BlockTerritory);

    private static BlockTerritory Read(RowReader r, Known known, ImportErrors errors)
    {
        var contender = r.Reference(Contender, known.Contenders.ContainsKey);
        if (contender.Length > Block.MaxContender) r.Fail(Contender, ImportErrorCode.BadValue, contender);
        var hasScope = WireName.TryParse<ContestScope>(r.Matching(Scope), out var scope);
        var hasLevel = WireName.TryParse<BlockLevel>(r.Matching(Level), out var level);
        var read = new BlockTerritory(
            contender,
            scope,
            // Without the scope nobody can tell which territory is meant.
            hasScope ? r.Reference(Territory, (scope == ContestScope.Legislature ? known.Districts : known.Municipalities).Contains) : r.Text(Territory),
            level,
            r.OptionalText(Gender) is null ? null : r.OneOf<BlockGender>(Gender));
        if (!r.Failed) return read;
        // The block that the row would have been in is not missing from the file.
        errors.LeaveOut(contender.Length > 0 && hasScope && hasLevel ? Block.Of([read])[0].Id : "");
        return read;
    }

    /// <summary>What a row may name.</summary>
    private sealed class Known(ProcessContent content)
    {
        /// <summary>Ids with their places in the list of contenders.</summary>
        public Dictionary<string, int> Contenders { get; } = content.Contenders.Index().ToDictionary(c => c.Item.Id, c => c.Index, StringComparer.Ordinal);

        public HashSet<string> Districts { get; } = content.Districts.Select(d => d.Number).ToHashSet(StringComparer.Ordinal);

        public HashSet<string> Municipalities { get; } = content.Municipalities.Select(m => m.Code).ToHashSet(StringComparer.Ordinal);
    }
}
