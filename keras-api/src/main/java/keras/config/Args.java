package keras.config;

import com.google.errorprone.annotations.Keep;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a final field that holds several Keras constructor arguments: the {@link Arg} fields of its
 * class are arguments of the object, at this place among its own.
 *
 * <pre>{@code
 * @Args private final StepOptions options = new StepOptions(); // weight_decay, clipnorm, …
 * @Args("kernel") private final WeightOptions kernelOptions = …; // kernel_initializer, …
 * }</pre>
 */
@Keep
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.FIELD)
public @interface Args {
  /** What the keys start with, before {@code _} and the key in the class of the field. */
  String value() default "";
}
