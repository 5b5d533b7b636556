/// The runtime identifiers that Lambda knows, retired ones included.
///
/// https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html
enum Runtimes {
    static let known: [String] =
        ["provided.al2023", "provided.al2", "provided", "go1.x"]
        + ["24", "22", "20", "18", "16", "14", "12", "10"].map { "nodejs\($0).x" }
        + ["nodejs8.10", "nodejs6.10", "nodejs4.3"]
        + ["3.14", "3.13", "3.12", "3.11", "3.10", "3.9", "3.8", "3.7", "3.6", "2.7"].map { "python\($0)" }
        + ["java25", "java21", "java17", "java11", "java8.al2", "java8"]
        + ["dotnet10", "dotnet9", "dotnet8", "dotnet7", "dotnet6", "dotnetcore3.1", "dotnetcore2.1"]
        + ["3.4", "3.3", "3.2", "2.7", "2.5"].map { "ruby\($0)" }
}
