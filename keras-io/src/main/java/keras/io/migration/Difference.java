package keras.io.migration;

/**
 * Something that a reader of a file will compute otherwise than the model that was saved.
 *
 * @param object as in {@code Adam 'adam'}
 * @param inKeras3 whether Keras 3 is that reader, and not tf_keras
 * @param why what is otherwise, of the object
 * @param matters when it makes a difference
 */
public record Difference(String object, boolean inKeras3, String why, Where matters) {
  /** In which models something makes a difference. */
  public enum Where {
    EVERYWHERE,
    /** Where the layer's inputs have four or five axes. */
    IMAGES,
    /** Where gradients are those of gathered rows. */
    EMBEDDINGS,
    /** Where the optimizer has taken no step. */
    NEW_OPTIMIZER
  }
}
