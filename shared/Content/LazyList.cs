using System.Collections;

namespace ServerlessDecide.Content;

/// <summary>A list that is read when somebody first looks at it, once.</summary>
internal sealed class LazyList<T>(Func<IReadOnlyList<T>> read) : IReadOnlyList<T>
{
    private readonly Lazy<IReadOnlyList<T>> items = new(read);

    public IReadOnlyList<T> Items => items.Value;

    public int Count => Items.Count;

    public T this[int index] => Items[index];

    public IEnumerator<T> GetEnumerator() => Items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
