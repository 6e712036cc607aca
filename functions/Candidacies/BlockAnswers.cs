using ServerlessDecide.Candidacies;
using ServerlessDecide.Content;
using ServerlessDecide.Functions.Http;
using ServerlessDecide.Functions.OpenApi;

namespace ServerlessDecide.Functions.Candidacies;

/// <param name="Heads">How many candidacies of the block each gender heads.</param>
internal sealed record BlockAnswer(
    string Id,
    string Contender,
    [NamesOf(typeof(ContestScope))] string Scope,
    [NamesOf(typeof(BlockLevel))] string Block,
    IReadOnlyList<BlockTerritoryAnswer> Territories,
    HeadsAnswer Heads,
    ParityAnswer Parity)
{
    public static BlockAnswer From(ContentIndex content, Block block) => new(
        block.Id,
        block.Contender,
        block.Scope.Name(),
        block.Level.Name(),
        [.. block.Territories.Select(t => BlockTerritoryAnswer.From(content, t))],
        new HeadsAnswer(block.Heads.Women, block.Heads.Men, block.Heads.Nonbinary, block.Heads.None),
        new ParityAnswer(block.Heads.HasParity, ParityAnswer.OfBlocks));
}

/// <param name="Territory">The district's number or the municipality's code.</param>
/// <param name="Name">The district's seat or the municipality's name.</param>
/// <param name="Gender">Of the head of the formula or slate; null where there is none.</param>
internal sealed record BlockTerritoryAnswer(string Territory, string Name, [NamesOf(typeof(BlockGender))] string? Gender)
{
    public static BlockTerritoryAnswer From(ContentIndex content, BlockTerritory territory) => new(
        territory.Territory, territory.Scope == ContestScope.Legislature ? content.Names.DistrictSeat(territory.Territory) : content.Names.Municipality(territory.Territory), territory.Gender?.Name());
}

/// <param name="None">Territories where the contender has nobody at the head.</param>
internal sealed record HeadsAnswer(int F, int M, int X, int None);

/// <param name="Holds">Whether there is parity; null where neither a woman nor a man is at the head of anything.</param>
/// <param name="Rule">How that is decided.</param>
internal sealed record ParityAnswer(bool? Holds, Wording Rule)
{
    public static readonly Wording OfBlocks = new(
        "Hay paridad en un bloque cuando lo encabezan tantas mujeres como hombres; si juntos son un número impar, puede haber una o uno de más. "
        + "Las personas no binarias se cuentan aparte y no restan lugares a nadie. Los territorios donde nadie encabeza no cuentan.",
        "A block has parity when as many women as men head it; where their sum is odd, there may be one more of either. "
        + "Nonbinary persons are counted apart, on neither side. Territories where nobody is at the head do not count.");
}

/// <param name="Without">Parties that have no block among those asked for, on every page. A new party has no last result to make them from.</param>
internal sealed record BlockListAnswer(IReadOnlyList<BlockAnswer> Items, string? Next, IReadOnlyList<string> Without);
