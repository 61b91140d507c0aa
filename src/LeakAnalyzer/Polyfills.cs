// The compiler needs these types, and .NET Standard 2.0 lacks them. They aren't generated, because the bytes of an assembly must not differ between
// builds: the generator PolySharp writes its types in an order that changes from run to run.
#pragma warning disable IDE0130 // the compiler looks for the types in these namespaces

namespace System
{
    /// <summary>A position in a sequence, counted from the start or from the end. The compiler uses it for <c>[^1]</c> and for list patterns.</summary>
    internal readonly struct Index(int value, bool fromEnd = false)
    {
        /// <summary>Gets the position from the start in a sequence of the given length.</summary>
        public int GetOffset(int length) => fromEnd ? length - value : value;
    }
}

namespace System.Runtime.CompilerServices
{
    /// <summary>Makes <c>init</c> accessors possible: the compiler looks for this type.</summary>
    internal static class IsExternalInit;

    /// <summary>Marks members that are <c>required</c>.</summary>
    [AttributeUsage(AttributeTargets.All)]
    internal sealed class RequiredMemberAttribute : Attribute;

    /// <summary>
    /// Marks a member that only a compiler which supports the named feature can use, such as a constructor of a type with <c>required</c> members.
    /// </summary>
    /// <param name="featureName">The name of the feature.</param>
    [AttributeUsage(AttributeTargets.All, AllowMultiple = true)]
    internal sealed class CompilerFeatureRequiredAttribute(string featureName) : Attribute
    {
        /// <summary>Gets the name of the feature.</summary>
        public string FeatureName => featureName;
    }
}

namespace System.Diagnostics.CodeAnalysis
{
    /// <summary>Marks constructors that set all <c>required</c> members, as the copy constructor of a record does.</summary>
    [AttributeUsage(AttributeTargets.Constructor)]
    internal sealed class SetsRequiredMembersAttribute : Attribute;
}
