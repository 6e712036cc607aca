using System.Text.Json;
using System.Text.RegularExpressions;
using ServerlessDecide.Functions;
using ServerlessDecide.Functions.Http;
using ServerlessDecide.Functions.OpenApi;

namespace ServerlessDecide.Infra.Tests;

public sealed class FrontDoorTests
{
    [BicepFact]
    public async Task Front_Door_caches_what_the_app_allows_and_nothing_else()
    {
        var rule = (await Stage.ProdAsync()).The("Microsoft.Cdn/profiles/ruleSets/rules", "/CachePublicReads").At("properties");
        var conditions = rule.At("conditions").EnumerateArray().Select(c => (Name: c.At("name").GetString()!, Parameters: c.At("parameters"))).ToList();
        var methods = Texts(Assert.Single(conditions, c => c.Name == "RequestMethod").Parameters.At("matchValues"));
        var path = Assert.Single(conditions, c => c.Name == "UrlPath").Parameters;
        Assert.True(path.At("negateCondition").GetBoolean());
        var never = new Regex(Assert.Single(Texts(path.At("matchValues"))), RegexOptions.NonBacktracking, TimeSpan.FromSeconds(1));

        foreach (var function in new FunctionTable().All.Where(f => f.Name != nameof(UnknownRoute)))
        {
            var operation = function.Method.GetCustomAttributes(typeof(OperationAttribute), false).Cast<OperationAttribute>().Single();
            var kept = function.Methods.Any(methods.Contains) && !never.IsMatch("api/v1/" + function.Route);
            var may = operation.Cached && function.Role == Functions.Access.Role.Anyone && function.Methods.Contains("HEAD");
            Assert.True(kept == may, $"{function.Name} at {function.Route}: kept by Front Door {kept}, by right {may}");
        }
    }

    [BicepFact]
    public async Task Front_Door_caches_no_request_with_a_credential_and_never_longer_than_the_app_says()
    {
        var stage = await Stage.ProdAsync();
        var rule = stage.The("Microsoft.Cdn/profiles/ruleSets/rules", "/CachePublicReads").At("properties");
        var shut = rule.At("conditions").EnumerateArray().Where(c => c.At("name").GetString() == "RequestHeader").Select(c => c.At("parameters")).ToList();
        Assert.Equal(["Authorization", "x-functions-key"], shut.Select(p => p.At("selector").GetString()));
        Assert.All(shut, p => Assert.True(p.At("negateCondition").GetBoolean() && p.At("operator").GetString() == "Any"));
        var cache = Assert.Single(rule.At("actions").EnumerateArray()).At("parameters.cacheConfiguration");
        Assert.Equal("HonorOrigin", cache.At("cacheBehavior").GetString());
        // The URL holds the language; Front Door does not forward Accept-Language.
        Assert.Equal("UseQueryString", cache.At("queryStringCachingBehavior").GetString());
        // Without a cache configuration of its own, the route caches only what the rule names.
        Assert.False(stage.The("Microsoft.Cdn/profiles/afdEndpoints/routes", "/api").At("properties").TryGetProperty("cacheConfiguration", out _));
    }

    /// <summary>Azure's host takes that header of a client for its own.</summary>
    [BicepFact]
    public async Task Front_Door_removes_the_header_that_makes_the_host_answer_an_empty_500()
    {
        foreach (var stage in await Stage.AllAsync())
        {
            var rule = stage.The("Microsoft.Cdn/profiles/ruleSets/rules", "/RemoveHeadersOfTheHost").At("properties");
            Assert.Empty(rule.At("conditions").EnumerateArray());
            var action = Assert.Single(rule.At("actions").EnumerateArray());
            Assert.Equal("ModifyRequestHeader", action.At("name").GetString());
            Assert.Equal(("Delete", "x-ms-invocation-id"), (action.At("parameters.headerAction").GetString(), action.At("parameters.headerName").GetString()));
        }
    }

    [BicepFact]
    public async Task No_request_can_bypass_Front_Door()
    {
        foreach (var stage in await Stage.AllAsync())
        {
            var site = stage.The("Microsoft.Web/sites").At("properties.siteConfig");
            Assert.Equal("Deny", site.At("ipSecurityRestrictionsDefaultAction").GetString());
            var only = Assert.Single(site.At("ipSecurityRestrictions").EnumerateArray());
            Assert.Equal(("Allow", "ServiceTag", "AzureFrontDoor.Backend"), (only.At("action").GetString(), only.At("tag").GetString(), only.At("ipAddress").GetString()));
            Assert.Contains("frontDoorId", Assert.Single(only.At("headers.x-azure-fdid").EnumerateArray()).GetString(), StringComparison.Ordinal);
            Assert.All(stage.Of("Microsoft.Web/sites/basicPublishingCredentialsPolicies"), p => Assert.False(p.At("properties.allow").GetBoolean()));
            Assert.Equal(2, stage.Of("Microsoft.Web/sites/basicPublishingCredentialsPolicies").Count());
        }
    }

    /// <summary>The query string of /locate is a person's location.</summary>
    [BicepFact]
    public async Task No_log_holds_a_requested_URL()
    {
        foreach (var stage in await Stage.AllAsync())
        {
            var logs = stage.Of("Microsoft.Insights/diagnosticSettings").SelectMany(s => s.At("properties.logs").EnumerateArray()).Select(l => l.At("category").GetString());
            Assert.Equal(["AuditEvent", "FrontDoorWebApplicationFirewallLog"], logs.Order(StringComparer.Ordinal));
            foreach (var scrubbing in (JsonElement[])[
                stage.The("Microsoft.Cdn/profiles").At("properties.logScrubbing"),
                stage.The("Microsoft.Network/FrontDoorWebApplicationFirewallPolicies").At("properties.policySettings.logScrubbing"),
            ])
            {
                Assert.Equal("Enabled", scrubbing.At("state").GetString());
                Assert.Equal(
                    ["QueryStringArgNames", "RequestIPAddress", "RequestUri"],
                    scrubbing.At("scrubbingRules").EnumerateArray().Select(r => r.At("matchVariable").GetString()!).Order(StringComparer.Ordinal));
            }
        }
    }

    [BicepFact]
    public async Task The_firewall_allows_every_method_of_the_contract_and_inspects_no_text()
    {
        var firewall = (await Stage.ElectionAsync()).The("Microsoft.Network/FrontDoorWebApplicationFirewallPolicies").At("properties");
        Assert.False(firewall.TryGetProperty("managedRules", out _));
        var rules = firewall.At("customRules.rules").EnumerateArray().ToDictionary(r => r.At("name").GetString()!, StringComparer.Ordinal);
        Assert.Equal(rules.Count, rules.Values.Select(r => r.At("priority").GetInt32()).Distinct().Count());
        var allowed = Texts(Assert.Single(rules["MethodsOfTheWeb"].At("matchConditions").EnumerateArray()).At("matchValue"));
        Assert.Empty(new FunctionTable().All.SelectMany(f => f.Methods).Concat(["OPTIONS", "PATCH"]).Except(allowed));
        Assert.DoesNotContain(rules.Values.SelectMany(r => r.At("matchConditions").EnumerateArray()), c => c.At("matchVariable").GetString() is "RequestBody" or "PostArgs");
        // Once the institute's addresses are set, the operator key works only from there.
        var operators = rules["OperatorsAtTheInstitute"].At("matchConditions").EnumerateArray().ToList();
        Assert.Equal(("x-functions-key", "RegEx", "."), (operators[0].At("selector").GetString(), operators[0].At("operator").GetString(), Assert.Single(Texts(operators[0].At("matchValue")))));
        Assert.Equal(["203.0.113.0/24"], Texts(operators[1].At("matchValue")));
        Assert.DoesNotContain(
            "OperatorsAtTheInstitute",
            (await Stage.DevAsync()).The("Microsoft.Network/FrontDoorWebApplicationFirewallPolicies").GetRawText(),
            StringComparison.Ordinal);
    }

    [BicepFact]
    public async Task Operator_requests_in_prod_come_only_from_the_institute()
    {
        foreach (var stage in (Stage[])[await Stage.ProdAsync(), await Stage.ElectionAsync()])
        {
            var rules = stage.The("Microsoft.Network/FrontDoorWebApplicationFirewallPolicies").At("properties.customRules.rules").EnumerateArray();
            var operators = Assert.Single(rules, r => r.At("name").GetString() == "OperatorsAtTheInstitute");
            var from = operators.At("matchConditions").EnumerateArray().Last();
            Assert.Equal(("Block", "Enabled", true), (operators.At("action").GetString(), operators.At("enabledState").GetString(), from.At("negateCondition").GetBoolean()));
            Assert.NotEmpty(Texts(from.At("matchValue")));
            Assert.DoesNotContain(Texts(from.At("matchValue")), address => address.EndsWith("/0", StringComparison.Ordinal));
        }
    }

    private static string[] Texts(JsonElement array) => [.. array.EnumerateArray().Select(v => v.GetString()!)];
}
