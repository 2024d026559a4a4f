package keras.applications;

/**
 * A class of ImageNet and how likely it is.
 *
 * @param className its number in WordNet, as in {@code "n02504458"}
 * @param classDescription its name, as in {@code "African_elephant"}
 * @param score what the model says of it
 */
public record Prediction(String className, String classDescription, double score) {}
