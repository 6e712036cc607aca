using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.Extensions.DependencyInjection;

namespace ServerlessDecide.Standalone.Tests.Http;

public sealed class BindingTests : IAsyncLifetime
{
    private TestHost host = null!;

    public async Task InitializeAsync() => host = await TestHost.StartAsync(
        [typeof(Values), typeof(Body), typeof(Everything)],
        builder => builder.Services.AddScoped<Scoped>());

    public async Task DisposeAsync() => await host.DisposeAsync();

    [Theory]
    [InlineData("values/ñandú/7?flag=true", "ñandú 7 True 20 - -")]
    [InlineData("values/a%20b/-1?flag=false&limit=5&id=6f0f7f5e-0000-4000-8000-000000000001", "a b -1 False 5 6f0f7f5e-0000-4000-8000-000000000001 -")]
    [InlineData("values/x/1?flag=true&since=2021-04-10T12:00:00-05:00", "x 1 True 20 - 2021-04-10T17:00:00")]
    public async Task Route_and_query_values_bind_by_name(string path, string expected) =>
        Assert.Equal(expected, await host.Client.GetStringAsync("/api/" + path));

    [Theory]
    [InlineData("values/x/many?flag=true", "count")]
    [InlineData("values/x/1?flag=maybe", "flag")]
    [InlineData("values/x/1?flag=true&limit=", "limit")]
    [InlineData("values/x/1", "flag")]
    public async Task A_value_that_does_not_bind_fails_the_invocation(string path, string parameter)
    {
        host.Expecting($"parameter '{parameter}'").Expecting("Function Values failed");
        var answer = await host.Client.GetAsync("/api/" + path);
        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync());
        Assert.Contains(host.Logged(Microsoft.Extensions.Logging.LogLevel.Error), line => line.Contains($"'{parameter}'", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_json_body_binds_to_a_record()
    {
        var answer = await host.Client.PostAsJsonAsync("/api/Body", new { text = "¡hola!", number = 3 });
        Assert.Equal("¡hola! 3", await answer.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("{", "application/json")]
    [InlineData("", "application/json")]
    [InlineData("null", "application/json")]
    [InlineData("""{"number": "x"}""", "application/json")]
    [InlineData("""{"number": 1}""", "text/plain")]
    public async Task A_body_of_another_type_fails_the_invocation(string body, string type)
    {
        host.Expecting("Function Body failed");
        var answer = await host.Client.PostAsync("/api/Body", new StringContent(body, Encoding.UTF8, type));
        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
    }

    [Fact]
    public async Task A_function_gets_request_context_cancellation_and_scoped_services()
    {
        var first = await host.Client.GetStringAsync("/api/everything/42?q=1");
        Assert.StartsWith($"Everything {typeof(Everything).FullName}.RunAsync httpTrigger 42 1 same cancellable", first, StringComparison.Ordinal);
        Assert.NotEqual(first, await host.Client.GetStringAsync("/api/everything/42?q=1"));
    }

    internal sealed class Values
    {
        [Function(nameof(Values))]
        public Task<IResult> RunAsync(
            [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "values/{name}/{count}")] HttpRequest request,
            string name, int count, bool flag, Guid? id, DateTimeOffset? since, int limit = 20) =>
            Task.FromResult(Results.Text(
                $"{name} {count} {flag} {limit} {id?.ToString() ?? "-"} {since?.UtcDateTime.ToString("s", CultureInfo.InvariantCulture) ?? "-"}"));
    }

    internal sealed record Message(string Text, int Number);

    internal sealed class Body
    {
        [Function(nameof(Body))]
        public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "post")] HttpRequest request, [FromBody] Message message) =>
            Results.Text($"{message.Text} {message.Number}");
    }

    internal sealed class Scoped
    {
        public Guid Id { get; } = Guid.NewGuid();
    }

    internal sealed class Everything(Scoped scoped)
    {
        [Function(nameof(Everything))]
        public IResult RunAsync(
            [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "everything/{id}")] HttpRequest request,
            FunctionContext context, CancellationToken cancellation)
        {
            var definition = context.FunctionDefinition;
            var same = ReferenceEquals(scoped, context.InstanceServices.GetRequiredService<Scoped>())
                && ReferenceEquals(context.GetHttpContext(), request.HttpContext)
                && cancellation == context.CancellationToken;
            return Results.Text(string.Join(
                ' ', definition.Name, definition.EntryPoint, definition.InputBindings["request"].Type,
                context.BindingContext.BindingData["ID"], context.BindingContext.BindingData["q"],
                same ? "same" : "different", cancellation.CanBeCanceled ? "cancellable" : "deaf", scoped.Id, context.InvocationId));
        }
    }
}
