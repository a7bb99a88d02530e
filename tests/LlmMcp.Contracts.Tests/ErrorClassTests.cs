using System.Reflection;

namespace LlmMcp.Contracts.Tests;

public sealed class ErrorClassTests
{
    [Fact]
    public void Every_class_is_known_and_nothing_else_is()
    {
        var classes = typeof(ErrorClass).GetFields(BindingFlags.Public | BindingFlags.Static).Select(static field => (string)field.GetRawConstantValue()!).ToList();

        Assert.Contains(ErrorClass.Internal, classes);
        Assert.All(classes, static name => Assert.True(ErrorClass.IsKnown(name), name));
        Assert.All(classes, static name => Assert.Equal(name, GenAi.ErrorTypeOf(name)));
        Assert.All(["line 17", "", null], static name => Assert.Equal("_OTHER", GenAi.ErrorTypeOf(name)));
    }
}
