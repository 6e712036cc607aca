namespace ServerlessDecide.Candidacies;

/// <summary>How competitive a contender was in a territory, by its own last result there.</summary>
public enum BlockLevel
{
    Low,
    Medium,
    High,
}

/// <summary>Who heads a contender's candidacy in a territory: <c>f</c>, <c>m</c> or <c>x</c>.</summary>
public enum BlockGender
{
    /// <summary>A woman.</summary>
    [WireName("f")]
    Woman,

    /// <summary>A man.</summary>
    [WireName("m")]
    Man,

    /// <summary>A nonbinary person.</summary>
    [WireName("x")]
    Nonbinary,
}

/// <summary>The block in which a contender has a territory.</summary>
/// <param name="Territory">The district's number or the municipality's code, as <paramref name="Scope"/> says.</param>
/// <param name="Gender">Of the head of its formula or slate there; null while it has none.</param>
public sealed record BlockTerritory(string Contender, ContestScope Scope, string Territory, BlockLevel Level, BlockGender? Gender)
{
    /// <summary>The key among all territories of all contenders: <c>sol-legislature-7</c>.</summary>
    public string Key => $"{Contender}-{Scope.Name()}-{Territory}";
}

/// <summary>A competitiveness block: the territories in which a contender's last result was about as good.</summary>
/// <param name="Territories">At least one, in the order of the content.</param>
public sealed record Block(string Contender, ContestScope Scope, BlockLevel Level, IReadOnlyList<BlockTerritory> Territories)
{
    /// <summary>Most characters of a contender's id, so that the ids of its blocks are slugs.</summary>
    public const int MaxContender = 64 - 19;

    /// <summary><c>sol-legislature-low</c>. No two blocks have the same, because the last two words say scope and level.</summary>
    public string Id { get; } = $"{Contender}-{Scope.Name()}-{Level.Name()}";

    /// <summary>How many candidacies of the block each gender heads.</summary>
    public GenderCount Heads { get; } = GenderCount.Of(Territories);

    /// <summary>Returns the blocks that territories are in, by contender as they first come, then scope and level.</summary>
    public static IReadOnlyList<Block> Of(IEnumerable<BlockTerritory> territories) =>
    [
        .. from contender in territories.GroupBy(t => t.Contender, StringComparer.Ordinal)
           from block in contender.GroupBy(t => (t.Scope, t.Level)).OrderBy(b => b.Key)
           select new Block(contender.Key, block.Key.Scope, block.Key.Level, [.. block]),
    ];
}

/// <summary>How many candidacies each gender heads.</summary>
/// <param name="None">Territories where the contender has nobody at the head.</param>
public readonly record struct GenderCount(int Women, int Men, int Nonbinary, int None)
{
    /// <summary>
    /// Whether parity holds: as many women as men, or one more of either where their sum is odd. Nonbinary heads count on neither side. Null
    /// when neither women nor men head anything, since nothing is to be compared.
    /// </summary>
    /// <remarks>The difference of two numbers is odd exactly where their sum is.</remarks>
    public bool? HasParity => Women + Men == 0 ? null : Math.Abs(Women - Men) <= 1;

    /// <summary>Counts the heads of territories.</summary>
    public static GenderCount Of(IReadOnlyList<BlockTerritory> territories)
    {
        return new(Count(BlockGender.Woman), Count(BlockGender.Man), Count(BlockGender.Nonbinary), Count(null));

        int Count(BlockGender? gender) => territories.Count(t => t.Gender == gender);
    }
}
