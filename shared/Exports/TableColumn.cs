namespace ServerlessDecide.Exports;

/// <summary>A column of a table for download.</summary>
/// <param name="Name">The header: the name that an import knows.</param>
/// <param name="Width">In a spreadsheet, in characters.</param>
/// <param name="IsNumber">Whether a spreadsheet holds its cells as numbers.</param>
public sealed record TableColumn(string Name, int Width, bool IsNumber = false);
