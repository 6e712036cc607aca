using System.Text.Json;

namespace ServerlessDecide.Infra.Tests;

/// <param name="Name">Azure's name for the role.</param>
/// <param name="Scope">The type and name of the resource.</param>
internal sealed record Role(string Name, string Scope);

/// <summary>Reads the roles that the template gives.</summary>
internal static class Roles
{
    /// <summary>The ids of Azure's built-in roles, which are the same everywhere.</summary>
    private static readonly Dictionary<string, string> Names = new(StringComparer.Ordinal)
    {
        ["0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3"] = "Storage Table Data Contributor",
        ["ba92f5b4-2d11-453d-a403-e96b0029c9fe"] = "Storage Blob Data Contributor",
        ["974c5e8b-45b9-4653-ba55-5f855dd0fb88"] = "Storage Queue Data Contributor",
        ["b7e6dc6d-f1e8-4753-8033-0f276bb0955b"] = "Storage Blob Data Owner",
        ["4633458b-17de-408a-b874-0445c86b69e6"] = "Key Vault Secrets User",
        ["3913510d-42f4-4e42-8a64-420c390055eb"] = "Monitoring Metrics Publisher",
    };

    public static IReadOnlyList<Role> Of(Stage stage) => [.. stage.Of("Microsoft.Authorization/roleAssignments").Select(Read)];

    /// <summary>Returns the roles on the account whose name ends with <paramref name="account"/>.</summary>
    public static Task<IReadOnlyList<Role>> OfAsync(Stage stage, string account) =>
        Task.FromResult<IReadOnlyList<Role>>([.. Of(stage).Where(r => r.Scope.StartsWith("Microsoft.Storage", StringComparison.Ordinal) && r.Scope.EndsWith(account, StringComparison.Ordinal))]);

    private static Role Read(JsonElement assignment)
    {
        var role = assignment.At("properties.roleDefinitionId").GetString()!.Split('/')[^1];
        var scope = assignment.GetProperty("id").GetString()!.Split("/providers/")[^2];
        Assert.True(Names.TryGetValue(role, out var name), $"Role {role} has no name in this test");
        return new(name, scope);
    }
}
