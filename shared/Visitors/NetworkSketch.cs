namespace ServerlessDecide.Visitors;

/// <summary>
/// A number for each network in memory of a fixed size: a count-min sketch with conservative update (Cormode and Muthukrishnan 2005;
/// Estan and Varghese 2002). It is never less than the network's own number, and greater only when, in each of four rows,
/// another network with a greater number shares its cell. Cells derive from the day's key, so no one can target the cells of another.
/// </summary>
internal sealed class NetworkSketch
{
    private const int Rows = 4;
    private const int WidthBits = 16;

    private readonly int[] cells = new int[Rows << WidthBits];

    public int this[NetworkHash network]
    {
        get
        {
            var least = int.MaxValue;
            for (var row = 0; row < Rows; row++) least = Math.Min(least, cells[Cell(network, row)]);
            return least;
        }
    }

    /// <summary>Makes a network's number at least this great.</summary>
    public void Raise(NetworkHash network, int number)
    {
        for (var row = 0; row < Rows; row++)
        {
            ref var cell = ref cells[Cell(network, row)];
            cell = Math.Max(cell, number);
        }
    }

    public void Add(NetworkHash network) => Raise(network, this[network] + 1);

    public void Clear() => Array.Clear(cells);

    private static int Cell(NetworkHash network, int row) => (row << WidthBits) | (ushort)(network.High >> (row * WidthBits));
}
