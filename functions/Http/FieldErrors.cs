namespace ServerlessDecide.Functions.Http;

/// <summary>Collects the errors of all fields of a request, so that a person can correct them at once.</summary>
internal sealed class FieldErrors
{
    private readonly Dictionary<string, IReadOnlyList<Wording>> all = new(StringComparer.Ordinal);

    public bool Any => all.Count > 0;

    public IReadOnlyDictionary<string, IReadOnlyList<Wording>> All => all;

    public void Add(string field, Wording rule) => all[field] = [.. all.GetValueOrDefault(field, []), rule];
}
