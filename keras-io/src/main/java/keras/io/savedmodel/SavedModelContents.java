package keras.io.savedmodel;

import java.util.List;
import keras.saving.Inspection.StoredWeight;

/**
 * What a SavedModel holds, found out without running anything of it.
 *
 * @param tensorflowVersion the version of the TensorFlow that wrote it, empty where it does not say
 * @param signatures the functions it offers
 * @param variables the variables that they use, by their names in the program
 * @param refusedOps the ops that are refused unless the caller allows them, a sentence each
 */
public record SavedModelContents(
    String tensorflowVersion,
    List<Signature> signatures,
    List<StoredWeight> variables,
    List<String> refusedOps) {
  /** Keeps copies of the lists. */
  public SavedModelContents {
    signatures = List.copyOf(signatures);
    variables = List.copyOf(variables);
    refusedOps = List.copyOf(refusedOps);
  }
}
