namespace ServerlessDecide.Functions.Http;

/// <summary>A page of a list.</summary>
/// <param name="Next">Opaque; null on the last page.</param>
internal sealed record ListAnswer<T>(IReadOnlyList<T> Items, string? Next);
