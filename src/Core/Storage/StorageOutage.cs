using System.Net.Sockets;

namespace Eds.Core;

/// <summary>A change lost five races in a row; the caller may try again.</summary>
public sealed class ContentionException() : Exception("The change met other changes too often.");

public static class StorageOutage
{
    /// <summary>True if the table service cannot be reached, refuses the app, is overloaded or times out; false for a bug.</summary>
    public static bool Is(Exception e) => e switch
    {
        RequestFailedException { Status: 0 or 401 or 403 or 408 or 429 or >= 500 } => true,
        RequestFailedException failed when TableClientExtensions.IsTableMissing(failed) => true,
        AuthenticationFailedException or TimeoutException => true,
        IOException or SocketException => true, // a truncated response; a connection lost during setup, which nobody wraps
        AggregateException all => all.InnerExceptions.All(Is), // the failures of the SDK's retries
        OperationCanceledException => true, // an attempt that took too long
        _ => false,
    };
}
