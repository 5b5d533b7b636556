import Wire

/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketCors.html
enum CORSConfiguration: BucketConfigurationKind {
    static let (mark, root, noun) = ("cors", "CORSConfiguration", "BucketCors")
    static let missing: AWSError? = AWSError("NoSuchCORSConfiguration", 404, "The CORS configuration does not exist")

    static func check(_ document: XMLElement) throws(AWSError) { _ = try CORSRule.rules(document) }
}

/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketTagging.html
enum BucketTagging: BucketConfigurationKind {
    static let (mark, root, noun) = ("tagging", "Tagging", "BucketTagging")
    static let missing: AWSError? = AWSError("NoSuchTagSet", 404, "The TagSet does not exist")

    static func check(_ document: XMLElement) throws(AWSError) { _ = try Tags(document, limit: 50) }
}

/// Kept; every object is said to be encrypted, none is.
/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketEncryption.html
enum BucketEncryption: BucketConfigurationKind {
    static let (mark, root, noun) = ("encryption", "ServerSideEncryptionConfiguration", "BucketEncryption")
    static let standard =
        "<Rule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>AES256</SSEAlgorithm>"
        + "</ApplyServerSideEncryptionByDefault><BucketKeyEnabled>false</BucketKeyEnabled></Rule>"

    static func check(_ document: XMLElement) throws(AWSError) {
        let rules = document.all("Rule")
        guard !rules.isEmpty else { throw .malformedXML }
        for rule in rules {
            guard let byDefault = rule["ApplyServerSideEncryptionByDefault"] else { continue }
            guard ["AES256", "aws:kms", "aws:kms:dsse"].contains(byDefault.text("SSEAlgorithm")) else {
                throw .malformedXML
            }
        }
    }

    static func completed(_ document: XMLElement) -> XMLElement {
        var document = document
        for place in document.children.indices
        where document.children[place].name == "Rule" && document.children[place]["BucketKeyEnabled"] == nil {
            document.children[place].children.append(XMLElement("BucketKeyEnabled", "false"))
        }
        return document
    }
}

/// Kept: nothing expires.
/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketLifecycleConfiguration.html
enum BucketLifecycle: BucketConfigurationKind {
    static let (mark, root, noun) = ("lifecycle", "LifecycleConfiguration", "BucketLifecycleConfiguration")
    static let missing: AWSError? = AWSError(
        "NoSuchLifecycleConfiguration",
        404,
        "The lifecycle configuration does not exist"
    )

    static func check(_ document: XMLElement) throws(AWSError) {
        let rules = document.all("Rule")
        guard (1...1_000).contains(rules.count) else { throw .malformedXML }
        for rule in rules {
            guard ["Enabled", "Disabled"].contains(rule.text("Status")) else { throw .malformedXML }
            guard rule["Prefix"] == nil || rule["Filter"] == nil else { throw .malformedXML }
            guard rule["Prefix"] != nil || rule["Filter"] != nil else { throw .malformedXML }
        }
        let ids = rules.compactMap { $0.text("ID") }
        guard Set(ids).count == ids.count else {
            throw .invalidArgument(
                "Rule ID must be unique. Found same ID for more than one rule",
                "ID",
                ids.joined(separator: ",")
            )
        }
    }
}

/// Kept: nothing is served as a website.
/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketWebsite.html
enum BucketWebsite: BucketConfigurationKind {
    static let (mark, root, noun) = ("website", "WebsiteConfiguration", "BucketWebsite")
    static let missing: AWSError? = AWSError(
        "NoSuchWebsiteConfiguration",
        404,
        "The specified bucket does not have a website configuration"
    )
}

/// Kept: nobody writes access logs.
/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketLogging.html
enum BucketLogging: BucketConfigurationKind {
    static let (mark, root, noun) = ("logging", "BucketLoggingStatus", "BucketLogging")
}

/// Kept, not enforced.
/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutPublicAccessBlock.html
enum PublicAccessBlock: BucketConfigurationKind {
    static let (mark, root, noun) = ("publicAccessBlock", "PublicAccessBlockConfiguration", "PublicAccessBlock")
    static let missing: AWSError? = AWSError(
        "NoSuchPublicAccessBlockConfiguration",
        404,
        "The public access block configuration was not found"
    )

    static func check(_ document: XMLElement) throws(AWSError) {
        guard !document.children.isEmpty else { throw .invalidRequest("Must specify at least one configuration.") }
    }

    static func completed(_ document: XMLElement) -> XMLElement {
        var document = document
        for name in ["BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"]
        where document[name] == nil { document.children.append(XMLElement(name, "false")) }
        return document
    }
}

/// Kept, not enforced.
/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketOwnershipControls.html
enum OwnershipControls: BucketConfigurationKind {
    static let (mark, root, noun) = ("ownershipControls", "OwnershipControls", "BucketOwnershipControls")
    static let missing: AWSError? = AWSError(
        "OwnershipControlsNotFoundError",
        404,
        "The bucket ownership controls were not found"
    )

    static func check(_ document: XMLElement) throws(AWSError) {
        let rules = document.all("Rule").map { $0.text("ObjectOwnership") }
        guard rules.count == 1, ["BucketOwnerPreferred", "ObjectWriter", "BucketOwnerEnforced"].contains(rules[0])
        else {
            throw .malformedXML
        }
    }
}

/// Kept without effect.
/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketAccelerateConfiguration.html
enum AccelerateConfiguration: BucketConfigurationKind {
    static let (mark, root, noun) = ("accelerate", "AccelerateConfiguration", "BucketAccelerateConfiguration")

    static func check(_ document: XMLElement) throws(AWSError) {
        guard ["Enabled", "Suspended"].contains(document.text("Status")) else { throw .malformedXML }
    }
}

/// Kept without effect.
/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketRequestPayment.html
enum RequestPayment: BucketConfigurationKind {
    static let (mark, root, noun) = ("requestPayment", "RequestPaymentConfiguration", "BucketRequestPayment")
    static let standard = "<Payer>BucketOwner</Payer>"

    static func check(_ document: XMLElement) throws(AWSError) {
        guard ["Requester", "BucketOwner"].contains(document.text("Payer")) else { throw .malformedXML }
    }
}
