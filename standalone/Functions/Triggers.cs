using Microsoft.Azure.Functions.Worker;
using NCrontab;

namespace ServerlessDecide.Standalone.Functions;

/// <summary>A function's trigger, with every <c>%Setting%</c> resolved.</summary>
internal abstract record Trigger(string Type, string Parameter);

/// <param name="Parameter">The name of the trigger's parameter.</param>
/// <param name="Route">The whole template, prefix included, without a leading slash.</param>
/// <param name="Methods">Upper case; empty for all.</param>
/// <param name="Level">Every level but Anonymous requires the operator key.</param>
internal sealed record HttpTrigger(string Parameter, string Route, string[] Methods, AuthorizationLevel Level)
    : Trigger("httpTrigger", Parameter);

/// <param name="Parameter">The name of the trigger's parameter.</param>
/// <param name="QueueName">A valid queue name.</param>
/// <param name="ConnectionString">The connection string of the queue's account.</param>
internal sealed record QueueTrigger(string Parameter, string QueueName, string ConnectionString)
    : Trigger("queueTrigger", Parameter);

/// <param name="Parameter">The name of the trigger's parameter.</param>
/// <param name="Expression">The schedule as it was written.</param>
/// <param name="Schedule">The parsed schedule, in UTC.</param>
/// <param name="UseMonitor">Whether occurrences are kept in storage.</param>
/// <param name="RunOnStartup">Whether it runs once when the host starts.</param>
internal sealed record TimerTrigger(string Parameter, string Expression, CrontabSchedule Schedule, bool UseMonitor, bool RunOnStartup)
    : Trigger("timerTrigger", Parameter);
