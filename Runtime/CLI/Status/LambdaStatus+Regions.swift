import Lambda

extension LambdaStatus {
    /// What is of a region; all of it where none is named.
    func of(_ region: String?) -> LambdaStatus {
        guard let region else { return self }
        let functions = functions.filter { $0.region == region }
        return LambdaStatus(concurrency: functions.reduce(0) { $0 + $1.concurrency }, functions: functions)
    }
}

extension FunctionStatus {
    /// What tells it from all others.
    var arnParts: [String] { [region, name, version] }

    /// Its name, with the version where that is not `$LATEST`, and with the region where others are elsewhere.
    func label(among status: LambdaStatus) -> String {
        let label = version == "$LATEST" ? name : "\(name):\(version)"
        return status.functions.allSatisfy { $0.region == region } ? label : "\(region)/\(label)"
    }
}
