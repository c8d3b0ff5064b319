/** The output of a call with a schema, as far as one chunk of its stream. */
export interface ChunkOutput {
  /** The value so far; undefined until its beginning is known. */
  object(): unknown;
  /**
   * The elements of a top-level array that have become whole since the last call, validated. Called for one chunk after the
   * other. Ends the call with `output_invalid` if one does not fit.
   */
  takeElements(): Promise<readonly unknown[]>;
}

/** Reads the output of a stream with a schema. Created by features/typed-output/, which only such calls load. */
export interface StreamedOutput {
  /** Whether the attempt under way writes something other than the output. Its chunks are held back. */
  readonly isDraft: boolean;
  /** An attempt was sent. The chunks that follow are of its events. */
  begin(): void;
  /** A chunk was received. */
  read(chunk: { readonly textDelta: string }): ChunkOutput;
}
