using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace ServerlessDecide.Functions.Hosting;

/// <summary>Documents made once for a snapshot. They go when it goes, and earlier when others are asked for more.</summary>
internal static class PublicDocuments
{
    /// <summary>Memory for the documents of one snapshot, about.</summary>
    public const long MaxBytes = 48_000_000;

    private static readonly ConditionalWeakTable<object, Kept> BySnapshot = [];

    /// <param name="snapshot">What the document is made of; when it goes, the document goes.</param>
    /// <param name="key">Names the document in the snapshot.</param>
    public static PublicDocument Of(object snapshot, string key, Func<PublicDocument> make) => BySnapshot.GetValue(snapshot, _ => new Kept()).Of(key, make);

    /// <summary>For what takes a while to make: whoever asks while it is made waits for the one that is being made, and whoever goes away stops only waiting.</summary>
    /// <inheritdoc cref="Of"/>
    public static Task<PublicDocument> OfAsync(object snapshot, string key, Func<Task<PublicDocument>> make, CancellationToken cancellationToken) =>
        BySnapshot.GetValue(snapshot, _ => new Kept()).OfAsync(key, make).WaitAsync(cancellationToken);

    /// <summary>
    /// Two generations: what is asked for is young; when the young are many they become the old, and the old that nobody asked for go.
    /// So a caller may make up keys without end, and only pushes out what is asked for more seldom.
    /// </summary>
    private sealed class Kept
    {
        private readonly Lock turning = new();
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
                    // It may have been made since the caller looked.
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
            // Two who made the same one serve the same one.
            var held = young.GetOrAdd(key, document);
            if (held == document && Interlocked.Add(ref weight, document.Weight) > MaxBytes / 2) Turn();
            return held;
        }

        private void Turn()
        {
            lock (turning)
            {
                if (Interlocked.Read(ref weight) <= MaxBytes / 2) return;
                Interlocked.Exchange(ref weight, 0);
                old = young;
                young = new(StringComparer.Ordinal);
            }
        }
    }
}
