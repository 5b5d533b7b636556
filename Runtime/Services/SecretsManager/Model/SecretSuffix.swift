import Time

/// The six characters that Secrets Manager puts behind a name in an ARN, so that a secret that is made again is another.
enum SecretSuffix {
    private static let characters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789")

    static func make(_ ids: IDSource) -> String {
        var number = ids.next()
        return String(
            (0..<6).map { _ -> Character in
                defer { number /= UInt64(characters.count) }
                return characters[Int(number % UInt64(characters.count))]
            }
        )
    }
}
