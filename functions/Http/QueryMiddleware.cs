using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Primitives;

namespace ServerlessDecide.Functions.Http;

/// <summary>
/// Refuses query parameters that the called function does not declare, and repeated ones: a misspelt filter would otherwise answer the whole
/// list, and a misspelt <c>dryRun</c> would do what was only to be tried. Removes filters without a value, as a form sends them. Pages ignore
/// what they do not know, because shared links carry parameters of others.
/// </summary>
internal sealed class QueryMiddleware : IFunctionsWorkerMiddleware
{
    private const string Switch = "boolean";

    // So that an address of many parameters has no answer many times its size.
    private const int MostNamed = 10;

    public Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (context.GetHttpContext() is not { Request: { QueryString.HasValue: true } request } http) return next(context);
        var function = http.Function();
        if (function.Operation is null || function.IsPage) return next(context);
        var errors = new FieldErrors();
        foreach (var (name, values) in request.Query)
        {
            if (RuleBroken(function, name, values) is { } rule) errors.Add(name, rule);
            if (errors.All.Count == MostNamed) break;
        }

        if (errors.Any)
        {
            context.GetInvocationResult().Value = Problems.Invalid(errors);
            return Task.CompletedTask;
        }

        RemoveEmptyFilters(request, function);
        return next(context);
    }

    private static Wording? RuleBroken(HttpFunction function, string name, StringValues values)
    {
        var declared = function.Queries.FirstOrDefault(q => q.Name == name);
        if (declared is null && !function.Parameters.Contains(name, StringComparer.Ordinal))
        {
            var known = string.Join(", ", function.Parameters);
            return new($"no es un parámetro de esta dirección; los que hay: {known}", $"is not a parameter of this address; there are: {known}");
        }

        if (values.Count > 1 && declared is not { Many: true }) return new("va una sola vez", "is given once only");
        // "?dryRun" alone looks as if it were on.
        return declared?.Type == Switch && values.All(string.IsNullOrWhiteSpace) ? new("debe ser true o false", "must be true or false") : null;
    }

    private static void RemoveEmptyFilters(HttpRequest request, HttpFunction function)
    {
        if (!request.Query.Any(IsEmptyFilter)) return;
        request.Query = new QueryCollection(request.Query.Where(q => !IsEmptyFilter(q)).ToDictionary(StringComparer.OrdinalIgnoreCase));

        bool IsEmptyFilter(KeyValuePair<string, StringValues> query) =>
            query.Value.All(string.IsNullOrWhiteSpace) && function.Queries.Any(q => q.Name == query.Key);
    }
}
