using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker
{
    /// <summary>Who may call an HTTP function. Every level but <see cref="Anonymous"/> asks for a key.</summary>
    public enum AuthorizationLevel
    {
        Anonymous = 0,
        User = 1,
        Function = 2,
        System = 3,
        Admin = 4,
    }

    /// <summary>Sets a function off by an HTTP request. The parameter is the <c>HttpRequest</c>.</summary>
    public sealed class HttpTriggerAttribute : TriggerBindingAttribute
    {
        /// <summary>Any method, with a function key.</summary>
        public HttpTriggerAttribute() => AuthLevel = AuthorizationLevel.Function;

        /// <summary>These methods, by anyone: as in the official attribute, naming methods alone leaves the level at zero.</summary>
        public HttpTriggerAttribute(params string[] methods) => Methods = methods;

        public HttpTriggerAttribute(AuthorizationLevel authLevel) => AuthLevel = authLevel;

        public HttpTriggerAttribute(AuthorizationLevel authLevel, params string[] methods)
        {
            AuthLevel = authLevel;
            Methods = methods;
        }

        /// <summary>An ASP.NET Core route template below the route prefix; the function's name where it is null.</summary>
        public string? Route { get; set; }

        /// <summary>The HTTP methods answered, in any case; null or empty for all.</summary>
        public string[]? Methods { get; }

        public AuthorizationLevel AuthLevel { get; }
    }
}

namespace Microsoft.Azure.Functions.Worker.Http
{
    /// <summary>Binds a parameter from the request's JSON body.</summary>
    [AttributeUsage(AttributeTargets.Parameter)]
    public class FromBodyAttribute : Attribute;
}
