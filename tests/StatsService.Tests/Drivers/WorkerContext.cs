using System.Collections;
using System.Collections.Immutable;
using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace StatsService.Tests.Drivers;

/// <summary>An invocation as the worker's middleware sees it, with a real request.</summary>
public sealed class WorkerContext : FunctionContext
{
    public WorkerContext(HttpContext http, MethodInfo function, IReadOnlyDictionary<string, object?> bindingData)
    {
        // Where the worker's extension for ASP.NET Core keeps it.
        Items["HttpRequestContext"] = http;
        InstanceServices = http.RequestServices;
        FunctionDefinition = new Definition(function);
        BindingContext = new Binding(bindingData);
    }

    public override string InvocationId { get; } = Guid.NewGuid().ToString();

    public override string FunctionId => FunctionDefinition.Id;

    public override TraceContext TraceContext => throw new NotSupportedException();

    public override BindingContext BindingContext { get; }

    public override RetryContext RetryContext => throw new NotSupportedException();

    public override IServiceProvider InstanceServices { get; set; }

    public override FunctionDefinition FunctionDefinition { get; }

    public override IDictionary<object, object> Items { get; set; } = new Dictionary<object, object>();

    public override IInvocationFeatures Features { get; } = new AnyFeatures();

    private sealed class Binding(IReadOnlyDictionary<string, object?> data) : BindingContext
    {
        public override IReadOnlyDictionary<string, object?> BindingData => data;
    }

    private sealed class Definition(MethodInfo function) : FunctionDefinition
    {
        public override ImmutableArray<FunctionParameter> Parameters => [];

        public override string PathToAssembly => function.Module.FullyQualifiedName;

        public override string EntryPoint => $"{function.DeclaringType!.FullName}.{function.Name}";

        public override string Id => Name;

        public override string Name => function.Name;

        public override IImmutableDictionary<string, BindingMetadata> InputBindings => ImmutableDictionary<string, BindingMetadata>.Empty;

        public override IImmutableDictionary<string, BindingMetadata> OutputBindings => ImmutableDictionary<string, BindingMetadata>.Empty;
    }

    /// <summary>A feature is what it is first asked as; the worker's interface of an invocation's result is its own.</summary>
    private sealed class AnyFeatures : IInvocationFeatures
    {
        private readonly Dictionary<Type, object> features = [];

        public T Get<T>()
        {
            if (!features.TryGetValue(typeof(T), out var feature))
                features[typeof(T)] = feature = DispatchProxy.Create<T, Properties>()!;
            return (T)feature;
        }

        public void Set<T>(T instance) => features[typeof(T)] = instance!;

        public IEnumerator<KeyValuePair<Type, object>> GetEnumerator() => features.GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }

    public class Properties : DispatchProxy
    {
        private readonly Dictionary<string, object?> values = [];

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            var name = targetMethod!.Name[4..];
            return args is [var value] ? values[name] = value : values.GetValueOrDefault(name);
        }
    }
}
