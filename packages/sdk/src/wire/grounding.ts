/**
 * The sources of the facts in a grounded response.
 * @see https://ai.google.dev/api/generate-content#GroundingMetadata
 */
export interface GroundingMetadata {
  /** The sources. `groundingSupports` refers to them by position. */
  groundingChunks?: readonly GroundingChunk[] | undefined;
  /** Which passage of the text rests on which sources. */
  groundingSupports?: readonly GroundingSupport[] | undefined;
  /** What was searched on the web. */
  webSearchQueries?: readonly string[] | undefined;
  /** What was searched in your own data (Vertex AI only). */
  retrievalQueries?: readonly string[] | undefined;
  /** Google's search suggestions; its terms ask that you show them. */
  searchEntryPoint?: SearchEntryPoint | undefined;
  /** How much the model considered a search. */
  retrievalMetadata?: { googleSearchDynamicRetrievalScore?: number | undefined } | undefined;
  /** The token for a widget of Google Maps. */
  googleMapsWidgetContextToken?: string | undefined;
}

/** One source, of one of three kinds. */
export interface GroundingChunk {
  /** A page on the web. */
  web?: { uri?: string | undefined; title?: string | undefined; domain?: string | undefined } | undefined;
  /** A passage of your own data. */
  retrievedContext?: { uri?: string | undefined; title?: string | undefined; text?: string | undefined } | undefined;
  /** A place on Google Maps. */
  maps?: GroundingPlace | undefined;
}

/** A place on Google Maps. */
export interface GroundingPlace {
  /** The page of the place. */
  uri?: string | undefined;
  /** Its name. */
  title?: string | undefined;
  /** What Google Maps says about it. */
  text?: string | undefined;
  /** Its id, such as `"places/…"`. */
  placeId?: string | undefined;
}

/** A passage of the response and its sources. */
export interface GroundingSupport {
  /** The passage. */
  segment?: GroundingSegment | undefined;
  /** Positions in `groundingChunks`. */
  groundingChunkIndices?: readonly number[] | undefined;
  /** How sure Google is of each source, 0 to 1. Not sent by Gemini 2.5 and later. */
  confidenceScores?: readonly number[] | undefined;
}

/**
 * A passage of the response. `response.citations()` has its position in the text.
 * @see https://ai.google.dev/api/generate-content#Segment
 */
export interface GroundingSegment {
  /** The position of its part in the content, also of a response that was streamed; a missing index is 0. */
  partIndex?: number | undefined;
  /** Its start in the text of the part, in bytes of UTF-8; a missing index is 0. */
  startIndex?: number | undefined;
  /** Its end, exclusive, in bytes of UTF-8. */
  endIndex?: number | undefined;
  /** Its text. */
  text?: string | undefined;
}

/** Google's search suggestions. */
export interface SearchEntryPoint {
  /** HTML and CSS to show as they are. */
  renderedContent?: string | undefined;
  /** Base64 of a JSON list of search terms and addresses. */
  sdkBlob?: string | undefined;
}

/**
 * The pages that the model read from URLs in the prompt.
 * @see https://ai.google.dev/api/generate-content#UrlContextMetadata
 */
export interface UrlContextMetadata {
  /** One entry for each page. */
  urlMetadata?: readonly UrlMetadata[] | undefined;
}

/** A page that the model tried to read. */
export interface UrlMetadata {
  /** Its address. */
  retrievedUrl?: string | undefined;
  /** How that went, such as `"URL_RETRIEVAL_STATUS_SUCCESS"`. */
  urlRetrievalStatus?: string | undefined;
}

/**
 * Texts that the response repeats from elsewhere. Vertex AI sends `citations`, the Gemini API `citationSources`.
 * @see https://ai.google.dev/api/generate-content#citationmetadata
 */
export interface CitationMetadata {
  /** As Vertex AI and Code Assist send them. */
  citations?: readonly CitationSource[] | undefined;
  /** As the Gemini API sends them. */
  citationSources?: readonly CitationSource[] | undefined;
}

/** A text that the response repeats, and its source. */
export interface CitationSource {
  /** Its start in the response, in bytes of UTF-8; a missing index is 0. */
  startIndex?: number | undefined;
  /** Its end, exclusive. */
  endIndex?: number | undefined;
  /** The address of the source. */
  uri?: string | undefined;
  /** The title of the source (Vertex AI only). */
  title?: string | undefined;
  /** The licence of the source. */
  license?: string | undefined;
}
