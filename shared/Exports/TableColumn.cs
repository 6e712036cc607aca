namespace ServerlessDecide.Exports;

/// <summary>A column of a table for download.</summary>
/// <param name="Name">The header, as an import expects it.</param>
/// <param name="Width">The width in a spreadsheet, in characters.</param>
/// <param name="IsNumber">Whether its cells are numbers in a spreadsheet.</param>
public sealed record TableColumn(string Name, int Width, bool IsNumber = false);
