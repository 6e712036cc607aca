using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace ServerlessDecide.Functions.Http.Documents;

/// <summary>Keeps documents that are made once for a snapshot. They live as long as the snapshot, or until documents in greater demand evict them.</summary>
internal static class PublicDocumentCache
{
    /// <summary>Approximate memory for the documents of one snapshot.</summary>
    public const long MaxBytes = 48_000_000;

    private static readonly ConditionalWeakTable<object, Kept> BySnapshot = [];

    /// <param name="snapshot">What the document is made from, and what it lives as long as.</param>
    /// <param name="key">Names the document in the snapshot.</param>
    public static PublicDocument Of(object snapshot, string key, Func<PublicDocument> make) => BySnapshot.GetValue(snapshot, _ => new Kept()).Of(key, make);

    /// <summary>
    /// Makes a slow document once: later callers wait for the one that is being made, and a caller that disconnects ends only its own wait.
    /// </summary>
    /// <inheritdoc cref="Of"/>
    public static Task<PublicDocument> OfAsync(object snapshot, string key, Func<Task<PublicDocument>> make, CancellationToken cancellationToken) =>
        BySnapshot.GetValue(snapshot, _ => new Kept()).OfAsync(key, make).WaitAsync(cancellationToken);

    /// <summary>
    /// Keeps two generations. A requested document is young; when the young exceed half of the limit they become old, and the old documents
    /// that were not requested since are dropped. A caller who invents endless keys evicts only documents in less demand.
    /// </summary>
    private sealed class Kept
    {
        private readonly Lock rotating = new();
        private volatile ConcurrentDictionary<string, PublicDocument> young = new(StringComparer.Ordinal);
        private volatile ConcurrentDictionary<string, PublicDocument> old = new(StringComparer.Ordinal);
        private readonly ConcurrentDictionary<string, Lazy<Task<PublicDocument>>> making = new(StringComparer.Ordinal);
        private long weight;

        public Task<PublicDocument> OfAsync(string key, Func<Task<PublicDocument>> make)
        {
            return Find(key) is { } document ? Task.FromResult(document) : making.GetOrAdd(key, _ => new(() => Task.Run(MakeAsync))).Value;

            async Task<PublicDocument> MakeAsync()
            {
                try
                {
                    // Another caller may have made it in the meantime.
                    return Find(key) ?? Keep(key, await make());
                }
                finally
                {
                    making.TryRemove(key, out _);
                }
            }
        }

        public PublicDocument Of(string key, Func<PublicDocument> make) => Find(key) ?? Keep(key, make());

        private PublicDocument? Find(string key)
        {
            if (young.TryGetValue(key, out var document)) return document;
            return old.TryGetValue(key, out document) ? Keep(key, document) : null;
        }

        private PublicDocument Keep(string key, PublicDocument document)
        {
            // Two callers who made the same document serve the same instance.
            var held = young.GetOrAdd(key, document);
            if (held == document && Interlocked.Add(ref weight, document.Weight) > MaxBytes / 2) Rotate();
            return held;
        }

        private void Rotate()
        {
            lock (rotating)
            {
                if (Interlocked.Read(ref weight) <= MaxBytes / 2) return;
                Interlocked.Exchange(ref weight, 0);
                old = young;
                young = new(StringComparer.Ordinal);
            }
        }
    }
}
