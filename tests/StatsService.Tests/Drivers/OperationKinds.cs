using StatsService.Storage;

namespace StatsService.Tests.Drivers;

/// <summary>What tests ask of an operation.</summary>
public static class OperationKinds
{
    extension(StorageOperation operation)
    {
        public bool IsTransaction => operation.Kind == "write";

        public bool IsQueueSend => operation.Kind == "send";

        /// <summary>Of one row by its keys.</summary>
        public bool IsPointRead => operation.Kind == "find";

        /// <summary>A page of a range.</summary>
        public bool IsQuery => operation.Kind == "read";

        public bool IsWriteTo(string table) => operation.Kind == "write" && operation.Store == table;
    }
}
