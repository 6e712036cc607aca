using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http;

namespace ServerlessDecide.Functions.Http;

/// <summary>A value, or the refusal to answer with instead.</summary>
internal readonly record struct Or<T>(T? Value, IResult? Refusal)
{
    public Or(T value)
        : this(value, null)
    {
    }

    public Or(IResult refusal)
        : this(default, refusal)
    {
    }

    [MemberNotNullWhen(true, nameof(Refusal))]
    [MemberNotNullWhen(false, nameof(Value))]
    public bool IsRefused => Refusal is not null;
}
